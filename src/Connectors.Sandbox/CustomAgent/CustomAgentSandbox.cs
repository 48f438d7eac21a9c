using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>A stand-in for a tenant's own agent on 127.0.0.1, speaking the protocol of docs/11-custom-agent.md.</summary>
internal sealed class CustomAgentSandbox : IAsyncDisposable
{
    /// <summary>The subprotocol.</summary>
    public const string Protocol = "connectors.agent.v1";

    private readonly TimeProvider _time;
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<CustomAgentSocket> _sockets = [];
    private readonly KeptTalks _kept = new();
    private readonly CancellationTokenSource _stop = new();

    private CustomAgentSandbox(CustomAgentSwitches switches, TimeProvider time)
    {
        Switches = switches;
        _time = time;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, switches.Port);
            kestrel.Limits.MaxRequestBufferSize = 64 * 1024;
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Map("/talk", AcceptAsync);
    }

    /// <summary>Address for the setting <c>url</c>.</summary>
    public string Url => $"ws{Server["http".Length..]}/talk";

    /// <summary>How it behaves towards connections from now on; the port stays.</summary>
    public CustomAgentSwitches Switches { get; set; }

    /// <summary>The connections so far that were no checks, oldest first.</summary>
    public IReadOnlyList<CustomAgentSocket> Sockets
    {
        get
        {
            lock (_lock)
            {
                return [.. _sockets.Where(static socket => (bool?)socket.Talk.Hello?["validate"] != true)];
            }
        }
    }

    private string Server => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts it.</summary>
    /// <param name="switches">How it behaves.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<CustomAgentSandbox> StartAsync(
        CustomAgentSwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new CustomAgentSandbox(switches, time ?? TimeProvider.System);
        await sandbox._app.StartAsync(cancellationToken);
        return sandbox;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private int RefusalOf(HttpContext context) => Switches.RefuseWith != 0 ? Switches.RefuseWith
        : context.Request.Headers.Authorization != $"Bearer {Switches.Secret}" ? 401
        : !context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? 400
        : 0;

    private async Task AcceptAsync(HttpContext context)
    {
        if (RefusalOf(context) is not 0 and var status)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(Switches.Subprotocol);
        var socket = new CustomAgentSocket(webSocket, Switches, _kept, _time);
        lock (_lock)
        {
            _sockets.Add(socket);
        }

        await socket.RunAsync(_stop.Token);
    }
}
