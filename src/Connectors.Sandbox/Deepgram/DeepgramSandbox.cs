using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>
/// A stand-in for Deepgram's Voice Agent on 127.0.0.1: the WebSocket, and the REST calls about keys, models and credit. Deepgram
/// has them on two hosts; here they are on one, as in its regions.
/// </summary>
internal sealed class DeepgramSandbox : AgentSandbox<DeepgramSwitches, DeepgramSocket>
{
    private const string Project = "2f7d9a3c-0000-4000-8000-000000000001";

    private DeepgramSandbox(DeepgramSwitches switches, TimeProvider time)
        : base(switches, time)
    {
    }

    /// <summary>Starts it.</summary>
    /// <param name="switches">How it behaves.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<DeepgramSandbox> StartAsync(
        DeepgramSwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new DeepgramSandbox(switches, time ?? TimeProvider.System);
        await sandbox.ListenAsync(cancellationToken);
        return sandbox;
    }

    /// <inheritdoc/>
    protected override void Map(WebApplication app)
    {
        app.MapGet("/v1/auth/token", (HttpContext context) => Refusal(context) ?? Json(Token()));
        app.MapGet("/v1/models", (HttpContext context) => Refusal(context) ?? ListRefusal() ?? Json(Models()));
        app.MapGet("/v1/agent/settings/think/models", (HttpContext context) => Refusal(context) ?? ListRefusal() ?? Json(ThinkModels()));
        app.MapGet("/v1/projects", (HttpContext context) => Refusal(context) ?? Json(Projects()));
        app.MapGet("/v1/projects/{project}/balances", GetBalances);
        app.Map("/v1/agent/converse", AcceptAsync);
    }

    private static IResult Error(int status, string code, string message) => Json(
        new() { ["err_code"] = code, ["err_msg"] = message, ["request_id"] = Guid.NewGuid().ToString() }, status);

    private static JsonObject Token() => new()
    {
        ["api_key_id"] = "2f7d9a3c-0000-4000-8000-000000000002",
        ["scopes"] = new JsonArray("usage:write"),
    };

    private static JsonObject Projects() => new()
    {
        ["projects"] = new JsonArray(new JsonObject { ["project_id"] = Project, ["name"] = "Sandbox" }),
    };

    private static JsonObject Model(string name) => new() { ["name"] = name.Split('-')[^1], ["canonical_name"] = name };

    private JsonObject Models() => new()
    {
        ["stt"] = new JsonArray([.. Switches.ListenModels.Select(Model)]),
        ["tts"] = new JsonArray([.. Switches.Voices.Select(Model)]),
    };

    private JsonObject ThinkModels() => new()
    {
        ["models"] = new JsonArray([.. Switches.ThinkModels.Select(static model =>
            new JsonObject { ["id"] = model.Model, ["name"] = model.Model, ["provider"] = model.Provider })]),
    };

    private IResult GetBalances(HttpContext context, string project) => Refusal(context)
        ?? (project != Project ? Error(404, "NOT_FOUND", "There is no such project.")
            : Switches.Balance is not { } amount ? Error(403, "INSUFFICIENT_PERMISSIONS", "The key may not read balances.")
            : Json(new()
            {
                ["balances"] = new JsonArray(new JsonObject { ["balance_id"] = "b", ["amount"] = amount, ["units"] = "usd" }),
            }));

    private IResult? ListRefusal() =>
        Switches.RefuseListsWith == 0 ? null : Error(Switches.RefuseListsWith, Switches.RefusalCode ?? "REFUSED", "Refused.");

    private IResult? Refusal(HttpContext context)
    {
        if (Switches.RefuseWith != 0)
        {
            return Error(Switches.RefuseWith, Switches.RefusalCode ?? "REFUSED", "Refused.");
        }

        return context.Request.Headers.Authorization == $"Token {Switches.ApiKey}"
            ? null
            : Error(401, "INVALID_AUTH", "Invalid credentials.");
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var refusal = Refusal(context)
            ?? (context.WebSockets.IsWebSocketRequest ? null : Error(400, "Bad Request", "Expected a WebSocket upgrade."));
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await ServeAsync(context, webSocket => new DeepgramSocket(webSocket, Switches, Time));
    }
}
