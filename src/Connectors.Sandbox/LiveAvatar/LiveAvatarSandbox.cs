using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Sandbox.LiveAvatar.Rest;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Connectors.Sandbox.LiveAvatar;

/// <summary>LiveAvatar's REST API and LITE sockets on 127.0.0.1, with the rules and silences of the real one.</summary>
internal sealed class LiveAvatarSandbox : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;
    private readonly LiveAvatarCloud _cloud;
    private readonly ConcurrentQueue<(string Path, RequestDelegate Answer)> _answers = new();

    private LiveAvatarSandbox(LiveAvatarCloud cloud, int port, X509Certificate2? certificate)
    {
        _cloud = cloud;
        _app = Build(port, certificate);
    }

    /// <summary>Where the API is.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1/");

    public LiveAvatarSwitches Switches => _cloud.Switches;

    /// <summary>All sessions, oldest first.</summary>
    public IReadOnlyList<SandboxSession> Sessions => [.. _cloud.Sessions];

    /// <summary>Calls so far, as <c>POST /v1/sessions/token</c>; newest 1,000.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Told what happens on all sockets; returns at once.</summary>
    public Action<SandboxSession, LiteRecord>? Recorded
    {
        get => _cloud.Recorded;
        set => _cloud.Recorded = value;
    }

    /// <summary>Starts one.</summary>
    /// <param name="rooms">Where its rooms come from.</param>
    /// <param name="bodies">Makes the avatar of a session.</param>
    /// <param name="time">Clock of its timers.</param>
    /// <param name="switches">Behaviour; null for the defaults.</param>
    /// <param name="port">Port, or 0 for a free one.</param>
    /// <param name="certificate">With its key, to be spoken to by https and wss only; null for http and ws.</param>
    public static async Task<LiveAvatarSandbox> StartAsync(
        IRoomProvider rooms,
        Func<IAvatarBody> bodies,
        TimeProvider time,
        LiveAvatarSwitches? switches = null,
        int port = 0,
        X509Certificate2? certificate = null)
    {
        var sandbox = new LiveAvatarSandbox(new(rooms, bodies, switches ?? new(), time), port, certificate);
        await sandbox._app.StartAsync();
        var addresses = sandbox._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        sandbox.BaseAddress = new(addresses.Addresses.First() + "/");
        return sandbox;
    }

    public SandboxSession? Find(string id) => _cloud.Find(id);

    /// <summary>Answers the next call of this path in another way, once: for what a broken service would do.</summary>
    public void AnswerNext(string path, RequestDelegate answer) => _answers.Enqueue((path, answer));

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _cloud.Sessions)
        {
            await session.DisposeAsync();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private WebApplication Build(int port, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = StopLimit);
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port, listen => listen.UseCertificate(certificate)));

        // Small buffers, so that a client soon notices when nobody reads.
        builder.WebHost.UseSockets(options =>
        {
            options.MaxReadBufferSize = BufferBytes;
            options.CreateBoundListenSocket = Bind;
        });
        var app = builder.Build();
        app.Use(AnswerAsync);
        app.Use(NoPongUpgrade.Use);
        app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.Zero });
        Map(app);
        return app;
    }

    private static Socket Bind(EndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = BufferBytes };
        socket.Bind(address);
        return socket;
    }

    private void Map(WebApplication app)
    {
        var callers = new Callers(_cloud);
        var routes = app.MapGroup(string.Empty).AddEndpointFilter(new RateWindow(_cloud).FilterAsync);
        new SessionEndpoints(_cloud, callers).Map(routes);
        new RecordEndpoints(_cloud, callers).Map(routes);
        new AccountEndpoints(_cloud, callers).Map(routes);
        app.MapGet("/v1/lite/{key}", RunSocketAsync);
    }

    private Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        if (!path.StartsWith("/v1/lite/", StringComparison.Ordinal))
        {
            Calls.Enqueue($"{context.Request.Method} {path}");
            while (Calls.Count > 1000)
            {
                Calls.TryDequeue(out _);
            }
        }

        return _answers.TryPeek(out var answer) && path.StartsWith(answer.Path, StringComparison.Ordinal) && _answers.TryDequeue(out answer)
            ? answer.Answer(context)
            : next(context);
    }

    private async Task RunSocketAsync(HttpContext context, string key)
    {
        var session = _cloud.FindBySocketKey(key);
        if (session is not { TakesSocket: true } || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = session is { IsActive: true } ? StatusCodes.Status409Conflict : StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await session.RunSocketAsync(socket, context);
    }
}
