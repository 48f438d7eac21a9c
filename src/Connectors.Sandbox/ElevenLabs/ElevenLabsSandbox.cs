using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>
/// A stand-in for ElevenLabs Agents on this machine: REST and WebSocket with the real one's rules, and every fault as a switch.
/// What it refuses, it refuses as the real one does; what is not documented there is an option here.
/// </summary>
internal sealed class ElevenLabsSandbox : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly SignedUrls _urls;
    private readonly ConcurrentQueue<ElevenLabsConversation> _conversations = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ElevenLabsPlaces _places;
    private WebApplication? _app;
    private int _disposed;

    public ElevenLabsSandbox(ElevenLabsBehaviour? behaviour = null, TimeProvider? time = null)
    {
        Behaviour = behaviour ?? new();
        _time = time ?? TimeProvider.System;
        _urls = new(_time);
        _places = new(_time);
    }

    /// <summary>How it is set up; what is set when a conversation begins counts for it.</summary>
    public ElevenLabsBehaviour Behaviour { get; set; }

    /// <summary>What goes wrong; likewise.</summary>
    public ElevenLabsFaults Faults { get; set; } = new();

    /// <summary>Where it is: <c>http://127.0.0.1:port</c>, for the connector's <c>baseUrl</c>.</summary>
    public Uri BaseAddress => new(_app?.Urls.Single() ?? throw new InvalidOperationException("Not started."));

    /// <summary>Conversations in the order in which they began, ended ones too.</summary>
    public IReadOnlyList<ElevenLabsConversation> Conversations => [.. _conversations];

    /// <summary>Requests received, as method, path and query.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Starts to listen on 127.0.0.1.</summary>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="certificate">With its key, to be spoken to by https and wss only; null for http and ws.</param>
    public async Task StartAsync(int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseCertificate(certificate));
            kestrel.Limits.MaxRequestBufferSize = 64 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        _app = builder.Build();
        _app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.Zero });
        new ElevenLabsRest(this, _urls).Map(_app);
        new ElevenLabsVoices(this).Map(_app);
        _app.MapGet("/v1/convai/conversation", ConverseAsync);
        await _app.StartAsync();
    }

    /// <summary>Waits for a conversation to begin.</summary>
    /// <param name="number">0 for the first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ElevenLabsConversation> ConversationAsync(int number, CancellationToken cancellationToken)
    {
        while (_conversations.Count <= number)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }

        return Conversations[number];
    }

    public void Record(HttpContext context) =>
        _requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _places.Dispose();
        _stop.Dispose();
    }

    private async Task ConverseAsync(HttpContext context)
    {
        Record(context);
        var query = context.Request.Query;
        var isAgent = query["agent_id"] == Behaviour.AgentId;
        var isAllowed = Behaviour.IsPublic && !query.ContainsKey("conversation_signature")
            ? isAgent
            : isAgent && _urls.TryUse(query["conversation_signature"]);
        if (Faults.UpgradeStatus is not null || !context.WebSockets.IsWebSocketRequest || !isAllowed)
        {
            context.Response.StatusCode = Faults.UpgradeStatus ?? (context.WebSockets.IsWebSocketRequest ? 403 : 400);
            return;
        }

        // Browsers fail when an offered subprotocol is not selected; the Python SDK offers none.
        var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains("convai") ? "convai" : null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        await using var conversation = new ElevenLabsConversation(new(context, socket), Behaviour, Faults, _places, _time);
        _conversations.Enqueue(conversation);
        await conversation.RunAsync(_stop.Token);
    }
}
