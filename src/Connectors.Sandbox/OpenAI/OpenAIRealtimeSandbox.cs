using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>A stand-in for OpenAI's Realtime API on 127.0.0.1: the models' REST call and the WebSocket.</summary>
internal sealed class OpenAIRealtimeSandbox : AgentSandbox<OpenAISwitches, RealtimeSocket>
{
    private OpenAIRealtimeSandbox(OpenAISwitches switches, TimeProvider time)
        : base(switches, time)
    {
    }

    /// <summary>Starts it.</summary>
    /// <param name="switches">How it behaves.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<OpenAIRealtimeSandbox> StartAsync(
        OpenAISwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new OpenAIRealtimeSandbox(switches, time ?? TimeProvider.System);
        await sandbox.ListenAsync(cancellationToken);
        return sandbox;
    }

    /// <inheritdoc/>
    protected override void Map(WebApplication app)
    {
        app.MapGet("/v1/models", ListModels);
        app.MapGet("/v1/models/{model}", GetModel);
        app.Map("/v1/realtime", AcceptAsync);
    }

    private static IResult Error(int status, RealtimeError error) => Results.Text(
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = error.Message,
                ["type"] = error.Type,
                ["param"] = error.Parameter,
                ["code"] = error.Code,
            },
        }.ToJsonString(), "application/json", statusCode: status);

    private IResult GetModel(HttpContext context, string model) => Refusal(context) ?? (Switches.Models.Contains(model)
        ? Results.Text(Model(model).ToJsonString(), "application/json")
        : Error(404, new("model_not_found", $"The model '{model}' does not exist or you do not have access to it.", "model")));

    private IResult ListModels(HttpContext context)
    {
        JsonNode[] models = [.. Switches.Models.Select(Model)];
        return Refusal(context)
            ?? Results.Text(new JsonObject { ["object"] = "list", ["data"] = new JsonArray(models) }.ToJsonString(), "application/json");
    }

    private static JsonObject Model(string name) =>
        new() { ["id"] = name, ["object"] = "model", ["created"] = 1_756_000_000, ["owned_by"] = "system" };

    private IResult? Refusal(HttpContext context)
    {
        if (Switches.RefuseWith != 0)
        {
            return Error(Switches.RefuseWith, new(Switches.RefusalCode ?? "refused", "Refused."));
        }

        return context.Request.Headers.Authorization == $"Bearer {Switches.ApiKey}"
            ? null
            : Error(401, new("invalid_api_key", "Incorrect API key provided."));
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var model = context.Request.Query["model"].ToString();
        var refusal = Refusal(context)
            ?? (context.WebSockets.IsWebSocketRequest ? null : Error(400, new("not_websocket", "Expected a WebSocket upgrade.")))
            // The beta's header selects the beta's protocol, which has other events.
            ?? (context.Request.Headers.ContainsKey("OpenAI-Beta")
                ? Error(400, new("beta_api_shape_disabled", "Leave OpenAI-Beta out."))
                : null)
            ?? (model.Length == 0 ? Error(400, RealtimeError.Missing("model")) : null)
            ?? (Switches.Models.Contains(model) ? null : Error(404, new("model_not_found", "No such model.", "model")));
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await ServeAsync(context, webSocket => new RealtimeSocket(webSocket, Switches, model, Time));
    }
}
