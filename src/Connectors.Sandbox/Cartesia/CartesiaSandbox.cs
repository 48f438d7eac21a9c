using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia;

/// <summary>A stand-in for Cartesia Line on 127.0.0.1: the agents' REST calls and the stream of a call.</summary>
internal sealed class CartesiaSandbox : AgentSandbox<CartesiaSwitches, CallSocket>
{
    private const string Version = "2025-04-16";

    private CartesiaSandbox(CartesiaSwitches switches, TimeProvider time)
        : base(switches, time)
    {
    }

    /// <summary>Starts it.</summary>
    /// <param name="switches">How it behaves.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<CartesiaSandbox> StartAsync(
        CartesiaSwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new CartesiaSandbox(switches, time ?? TimeProvider.System);
        await sandbox.ListenAsync(cancellationToken);
        return sandbox;
    }

    /// <inheritdoc/>
    protected override void Map(WebApplication app)
    {
        app.MapGet("/agents", (HttpContext context) =>
            Refusal(context) ?? Json(new() { ["summaries"] = new JsonArray(Describe()) }));
        app.MapGet("/agents/{agent}", (HttpContext context, string agent) => Refusal(context) ?? Unknown(agent) ?? Json(Describe()));
        app.Map("/agents/stream/{agent}", AcceptAsync);
    }

    private static IResult Error(int status, string title) => Json(new() { ["title"] = title, ["message"] = "Refused." }, status);

    private JsonObject Describe() => new() { ["id"] = Switches.AgentId, ["name"] = "Sandbox agent" };

    private IResult? Unknown(string agent) => agent == Switches.AgentId ? null : Error(404, "Agent not found");

    private IResult? Refusal(HttpContext context) => Switches.RefuseWith != 0 ? Error(Switches.RefuseWith, "Refused")
        : context.Request.Headers.Authorization != $"Bearer {Switches.ApiKey}" ? Error(401, "Invalid API key")
        : context.Request.Headers["Cartesia-Version"] != Version ? Error(400, "Unknown Cartesia-Version")
        : null;

    private async Task AcceptAsync(HttpContext context, string agent)
    {
        var refusal = Refusal(context) ?? Unknown(agent)
            ?? (context.WebSockets.IsWebSocketRequest ? null : Error(400, "Expected a WebSocket upgrade"));
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await ServeAsync(context, webSocket => new CallSocket(webSocket, Switches, Time));
    }
}
