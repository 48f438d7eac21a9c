using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>A stand-in for Gemini's Live API on 127.0.0.1: the models' REST calls and the WebSocket.</summary>
internal sealed class GeminiSandbox : AgentSandbox<GeminiSwitches, GeminiSocket>
{
    private const string Path = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

    private GeminiSandbox(GeminiSwitches switches, TimeProvider time)
        : base(switches, time) => Kept = new(time);

    /// <summary>Conversations that can be resumed.</summary>
    public KeptConversations Kept { get; }

    /// <summary>Starts it.</summary>
    /// <param name="switches">How it behaves.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<GeminiSandbox> StartAsync(
        GeminiSwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new GeminiSandbox(switches, time ?? TimeProvider.System);
        await sandbox.ListenAsync(cancellationToken);
        return sandbox;
    }

    /// <inheritdoc/>
    protected override void Map(WebApplication app)
    {
        app.MapGet("/v1beta/models", (HttpContext context) => Refusal(context) ?? Json(new()
        {
            ["models"] = new JsonArray([.. Switches.Models.Select(Describe)]),
        }));
        app.MapGet("/v1beta/models/{model}", GetModel);
        app.Map(Path, AcceptAsync);
    }

    private static IResult Error(int code, string status, string message, string? reason = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message, ["status"] = status };
        if (reason is not null)
        {
            error["details"] = new JsonArray(new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
                ["reason"] = reason,
                ["domain"] = "googleapis.com",
            });
        }

        return Json(new() { ["error"] = error }, code);
    }

    private static JsonObject Describe(string model) => Describe(model, "bidiGenerateContent");

    private static JsonObject Describe(string model, string method) => new()
    {
        ["name"] = $"models/{model}",
        ["displayName"] = model,
        ["supportedGenerationMethods"] = new JsonArray(method, "countTokens"),
    };

    private IResult GetModel(HttpContext context, string model) => Refusal(context)
        ?? (Switches.Models.Contains(model) ? Json(Describe(model))
            : model == Switches.OtherModel ? Json(Describe(model, "generateContent"))
            : Error(404, "NOT_FOUND", $"models/{model} is not found for API version v1beta."));

    private IResult? Refusal(HttpContext context)
    {
        if (Switches.RefuseWith != 0)
        {
            return Error(Switches.RefuseWith, "FAILED_PRECONDITION", "Refused.");
        }

        return KeyOf(context) == Switches.ApiKey
            ? null
            : Error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID");
    }

    private static string KeyOf(HttpContext context) =>
        context.Request.Headers["x-goog-api-key"].FirstOrDefault() ?? context.Request.Query["key"].ToString();

    private async Task AcceptAsync(HttpContext context)
    {
        if (Switches.RefuseWith != 0 || !context.WebSockets.IsWebSocketRequest)
        {
            await Error(Switches.RefuseWith == 0 ? 400 : Switches.RefuseWith, "FAILED_PRECONDITION", "Refused.").ExecuteAsync(context);
            return;
        }

        // A wrong key is told by a close, not by the answer to the upgrade.
        await ServeAsync(context, webSocket => new GeminiSocket(webSocket, Switches, Kept, KeyOf(context) == Switches.ApiKey, Time));
    }
}
