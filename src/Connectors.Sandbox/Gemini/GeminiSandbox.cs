using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Connectors.Sandbox.Gemini;

/// <summary>A stand-in for Gemini's Live API on 127.0.0.1: the models' REST calls and the WebSocket.</summary>
internal sealed class GeminiSandbox : IAsyncDisposable
{
    private const string Path = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

    private readonly TimeProvider _time;
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<GeminiSocket> _sockets = [];
    private readonly CancellationTokenSource _stop = new();

    private GeminiSandbox(GeminiSwitches switches, TimeProvider time)
    {
        Switches = switches;
        Kept = new(time);
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
        _app.MapGet("/v1beta/models", (HttpContext context) => Refusal(context) ?? Json(new()
        {
            ["models"] = new JsonArray([.. Switches.Models.Select(Describe)]),
        }));
        _app.MapGet("/v1beta/models/{model}", GetModel);
        _app.Map(Path, AcceptAsync);
    }

    /// <summary>Address for the setting <c>baseUrl</c>.</summary>
    public string BaseUrl => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>How it behaves towards connections from now on; the port stays.</summary>
    public GeminiSwitches Switches { get; set; }

    /// <summary>Conversations that can be resumed.</summary>
    public KeptConversations Kept { get; }

    /// <summary>The connections so far, oldest first.</summary>
    public IReadOnlyList<GeminiSocket> Sockets
    {
        get
        {
            lock (_lock)
            {
                return [.. _sockets];
            }
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="switches">How it behaves.</param>
    /// <param name="time">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<GeminiSandbox> StartAsync(
        GeminiSwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new GeminiSandbox(switches, time ?? TimeProvider.System);
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

    private static IResult Json(JsonObject body, int status = 200) =>
        Results.Text(body.ToJsonString(), "application/json", statusCode: status);

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
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync();
        var socket = new GeminiSocket(webSocket, Switches, Kept, KeyOf(context) == Switches.ApiKey, _time);
        lock (_lock)
        {
            _sockets.Add(socket);
        }

        await socket.RunAsync(_stop.Token);
    }
}
