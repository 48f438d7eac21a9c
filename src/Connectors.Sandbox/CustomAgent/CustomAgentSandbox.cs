using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>A stand-in for a tenant's own agent on 127.0.0.1, speaking the protocol of docs/11-custom-agent.md.</summary>
internal sealed class CustomAgentSandbox : AgentSandbox<CustomAgentSwitches, CustomAgentSocket>
{
    /// <summary>The subprotocol.</summary>
    public const string Protocol = "connectors.agent.v1";

    private const string Path = "/talk";

    private readonly KeptTalks _kept = new();

    private CustomAgentSandbox(CustomAgentSwitches switches, TimeProvider time)
        : base(switches, time)
    {
    }

    /// <summary>Address for the setting <c>url</c>.</summary>
    public string Url => UrlOf(BaseUrl);

    /// <summary>The connections so far that were no checks, oldest first.</summary>
    public IReadOnlyList<CustomAgentSocket> Talks => [.. Sockets.Where(static socket => !socket.Talk.IsCheck)];

    /// <summary>Address for the setting <c>url</c> of a stand-in at this host.</summary>
    public static string UrlOf(string baseUrl) => $"ws{baseUrl["http".Length..]}{Path}";

    /// <summary>Starts it.</summary>
    /// <param name="switches">How it behaves.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<CustomAgentSandbox> StartAsync(
        CustomAgentSwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new CustomAgentSandbox(switches, time ?? TimeProvider.System);
        await sandbox.ListenAsync(cancellationToken);
        return sandbox;
    }

    /// <inheritdoc/>
    protected override void Map(WebApplication app) => app.Map(Path, AcceptAsync);

    private int RefusalOf(HttpContext context) => Switches.RefuseWith != 0 ? Switches.RefuseWith
        : context.Request.Headers.Authorization != $"Bearer {Switches.ApiKey}" ? 401
        : !context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? 400
        : 0;

    private Task AcceptAsync(HttpContext context)
    {
        if (RefusalOf(context) is not 0 and var status)
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        return ServeAsync(context, webSocket => new CustomAgentSocket(webSocket, Switches, _kept, Time), Switches.Subprotocol);
    }
}
