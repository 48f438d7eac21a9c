using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>A stand-in for Cartesia's Managed Agents on 127.0.0.1: the agents' REST calls and the socket of a conversation.</summary>
internal sealed class CartesiaManagedSandbox : AgentSandbox<CartesiaManagedSwitches, ManagedSocket>
{
    private const string Version = "2026-08-14";

    private CartesiaManagedSandbox(CartesiaManagedSwitches switches, TimeProvider time)
        : base(switches, time)
    {
    }

    /// <summary>Starts it.</summary>
    /// <param name="switches">How it behaves.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<CartesiaManagedSandbox> StartAsync(
        CartesiaManagedSwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new CartesiaManagedSandbox(switches, time ?? TimeProvider.System);
        await sandbox.ListenAsync(cancellationToken);
        return sandbox;
    }

    /// <inheritdoc/>
    protected override void Map(WebApplication app)
    {
        app.MapGet("/v1/agents", (HttpContext context) =>
            RestRefusal(context) ?? Json(new() { ["data"] = new JsonArray(Describe()), ["has_more"] = false }));
        app.MapGet("/v1/agents/{agent}", (HttpContext context, string agent) =>
            RestRefusal(context) ?? Unknown(agent) ?? Json(Describe()));
        app.Map("/v1/agents/websocket/{agent}", AcceptAsync);

        // One host has both products, and one key is for both: Line's list of agents, which is asked for to check a key.
        app.MapGet("/agents", (HttpContext context) => Refusal(context) ?? Json(new() { ["summaries"] = new JsonArray() }));
    }

    private static IResult Error(int status, string code) =>
        Json(new() { ["error_code"] = code, ["title"] = "Refused", ["message"] = "Refused.", ["request_id"] = "sandbox" }, status);

    private static IResult? OldVersion(string? version) => version == Version ? null : Error(400, "invalid_version");

    // The members that matter, of those that the documents show (Cartesia docs, "Agent configuration").
    private JsonObject Describe() => new()
    {
        ["id"] = Switches.AgentId,
        ["name"] = "Sandbox agent",
        ["description"] = null,
        ["config"] = new JsonObject
        {
            ["instructions"] = Switches.Instructions,
            ["initial_message"] = Switches.Script.Greeting?.Text,
            ["language"] = new JsonObject { ["primary"] = "en" },
            ["turn"] = new JsonObject { ["inactivity_end_call_secs"] = (int)Switches.InactivityLimit.TotalSeconds },
            ["tools"] = new JsonArray(),
        },
    };

    private IResult? Unknown(string agent) => agent == Switches.AgentId ? null : Error(404, "agent_not_found");

    private IResult? Refusal(HttpContext context) => Switches.RefuseWith != 0 ? Error(Switches.RefuseWith, "refused")
        : context.Request.Headers.Authorization != $"Bearer {Switches.ApiKey}" ? Error(401, "unauthorized")
        : null;

    private IResult? RestRefusal(HttpContext context) => Refusal(context) ?? OldVersion(context.Request.Headers["Cartesia-Version"]);

    private IResult? SocketRefusal(HttpContext context) => Switches.RefuseWith != 0 ? Error(Switches.RefuseWith, "refused")
        : context.Request.Headers["X-API-Key"] != Switches.ApiKey ? Error(401, "unauthorized")
        : OldVersion(context.Request.Query["cartesia_version"])
            ?? (context.WebSockets.IsWebSocketRequest ? null : Error(400, "no_upgrade"));

    private async Task AcceptAsync(HttpContext context, string agent)
    {
        if ((SocketRefusal(context) ?? Unknown(agent)) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await ServeAsync(context, webSocket => new ManagedSocket(webSocket, Switches, Time));
    }
}
