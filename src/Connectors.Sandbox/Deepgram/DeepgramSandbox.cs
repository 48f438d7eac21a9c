using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Connectors.Sandbox.Deepgram;

/// <summary>
/// A stand-in for Deepgram's Voice Agent on 127.0.0.1: the WebSocket, and the REST calls about keys, models and credit. Deepgram
/// has them on two hosts; here they are on one, as in its regions.
/// </summary>
internal sealed class DeepgramSandbox : IAsyncDisposable
{
    private const string Project = "2f7d9a3c-0000-4000-8000-000000000001";

    private readonly TimeProvider _time;
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<DeepgramSocket> _sockets = [];
    private readonly CancellationTokenSource _stop = new();

    private DeepgramSandbox(DeepgramSwitches switches, TimeProvider time)
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
        _app.MapGet("/v1/auth/token", (HttpContext context) => Refusal(context) ?? Json(Token()));
        _app.MapGet("/v1/models", (HttpContext context) => Refusal(context) ?? ListRefusal() ?? Json(Models()));
        _app.MapGet("/v1/agent/settings/think/models", (HttpContext context) => Refusal(context) ?? ListRefusal() ?? Json(ThinkModels()));
        _app.MapGet("/v1/projects", (HttpContext context) => Refusal(context) ?? Json(Projects()));
        _app.MapGet("/v1/projects/{project}/balances", GetBalances);
        _app.Map("/v1/agent/converse", AcceptAsync);
    }

    /// <summary>Address for the setting <c>baseUrl</c>.</summary>
    public string BaseUrl => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>How it behaves towards connections from now on; the port stays.</summary>
    public DeepgramSwitches Switches { get; set; }

    /// <summary>The connections so far, oldest first.</summary>
    public IReadOnlyList<DeepgramSocket> Sockets
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
    public static async Task<DeepgramSandbox> StartAsync(
        DeepgramSwitches switches, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var sandbox = new DeepgramSandbox(switches, time ?? TimeProvider.System);
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

        using var webSocket = await context.WebSockets.AcceptWebSocketAsync();
        var socket = new DeepgramSocket(webSocket, Switches, _time);
        lock (_lock)
        {
            _sockets.Add(socket);
        }

        await socket.RunAsync(_stop.Token);
    }
}
