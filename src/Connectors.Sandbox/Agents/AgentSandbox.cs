using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Connectors.Sandbox.Agents;

/// <summary>A provider's host on 127.0.0.1: its REST calls and the sockets of its agents.</summary>
/// <typeparam name="TSwitches">How it may behave.</typeparam>
/// <typeparam name="TSocket">Its end of a socket.</typeparam>
internal abstract class AgentSandbox<TSwitches, TSocket> : IAgentSandbox
    where TSwitches : AgentSwitches
    where TSocket : AgentSocket
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<TSocket> _sockets = [];
    private readonly CancellationTokenSource _stop = new();

    protected AgentSandbox(TSwitches switches, TimeProvider time)
    {
        Switches = switches;
        Time = time;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, switches.Port);
            kestrel.Limits.MaxRequestBufferSize = 64 * 1024;
        });
        _app = builder.Build();
        _app.UseWebSockets();
    }

    /// <inheritdoc/>
    public string BaseUrl => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>How it behaves towards connections from now on; the port stays.</summary>
    public TSwitches Switches { get; set; }

    /// <summary>The connections so far, oldest first.</summary>
    public IReadOnlyList<TSocket> Sockets
    {
        get
        {
            lock (_lock)
            {
                return [.. _sockets];
            }
        }
    }

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Says what is where.</summary>
    protected abstract void Map(WebApplication app);

    /// <summary>Begins to listen.</summary>
    protected async Task ListenAsync(CancellationToken cancellationToken)
    {
        Map(_app);
        await _app.StartAsync(cancellationToken);
    }

    /// <summary>Accepts a socket and serves it to its end.</summary>
    /// <param name="context">The upgrade.</param>
    /// <param name="create">Makes our end.</param>
    /// <param name="subprotocol">The subprotocol that is chosen, or null.</param>
    protected async Task ServeAsync(HttpContext context, Func<WebSocket, TSocket> create, string? subprotocol = null)
    {
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(subprotocol);
        var socket = create(webSocket);
        lock (_lock)
        {
            _sockets.Add(socket);
        }

        await socket.RunAsync(_stop.Token);
    }

    /// <summary>A JSON answer.</summary>
    protected static IResult Json(JsonObject body, int status = 200) =>
        Results.Text(body.ToJsonString(), "application/json", statusCode: status);
}
