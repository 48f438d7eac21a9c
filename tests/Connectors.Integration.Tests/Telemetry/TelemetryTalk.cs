using System.Text.Json.Nodes;
using Connectors.Integration.Tests.Api;
using Connectors.Integration.Tests.Providers;
using Connectors.Integration.Tests.Providers.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Integration.Tests.Telemetry;

/// <summary>A session by the API, with a greeting, words of the user, audio and a tool call.</summary>
internal sealed class TelemetryTalk
{
    public const string Tool = "get_weather";
    public const string Call = "call-1";
    public const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private const string UserWords = "my-password-is-swordfish-77";
    private const string ToolArgument = "patient-Anna-Secretson-78";
    private const string ToolAnswer = "diagnosis-is-private-79";
    private const string Identity = "anna-secretson-80";
    private const string Fault = "crashed while Anna asked for her diagnosis 81";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ApiStage _stage;
    private readonly ApiTenant _tenant;

    private TelemetryTalk(ApiStage stage, ApiTenant tenant, string sessionId)
    {
        _stage = stage;
        _tenant = tenant;
        SessionId = sessionId;
    }

    public string SessionId { get; }

    public string TenantId => _tenant.Id;

    /// <summary>What must be in nothing that leaves.</summary>
    public IReadOnlyList<string> Personal =>
    [
        UserWords, ToolArgument, ToolAnswer, Identity, Fault, "Hello there.",
        _tenant.Key, .. _stage.Secrets, .. _stage.ElevenLabs.Behaviour.Heard,
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts it, as part of the caller's trace.</summary>
    public static async Task<TelemetryTalk> BeginAsync(ApiStage stage)
    {
        var tenant = await stage.TenantAsync();
        await tenant.LiveAvatarCredentialAsync();
        var agent = await tenant.VoiceAgentAsync(await tenant.ElevenLabsCredentialAsync());
        stage.Rooms.User = Identity;
        var started = await tenant.CallAsync(
            "POST",
            "sessions",
            new { voice_agent_id = agent, avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar }, user_identity = Identity },
            ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"));
        return new(stage, tenant, started.Expect(201).Text("id"));
    }

    /// <summary>Our spans of this session that came.</summary>
    public IEnumerable<OtlpSpan> Of(OtlpReceiver collector) => collector.Spans()
        .Where(span => span.Source == "Connectors" && span.Attributes.GetValueOrDefault("connectors.session.id") == SessionId);

    /// <summary>
    /// User and avatar come, the agent greets, the user writes and is answered, a tool is called, and the provider crashes and is back.
    /// </summary>
    public async Task ConverseAsync()
    {
        var room = _stage.Rooms.Room;
        room.AvatarJoins();
        room.UserJoins();
        var conversation = await _stage.ElevenLabs.ConversationAsync(0, Stop).WaitAsync(Patience, TimeProvider.System, Stop);
        await WaitAsync("turn.ended");
        for (var i = 0; i < 10; i++)
        {
            room.Frame(new short[480], 48_000);
        }

        room.Command(new JsonObject { ["event_type"] = "avatar.speak_response", ["text"] = UserWords }.ToJsonString());
        FarSide agent = new ElevenLabsFarSide(conversation);
        await agent.CallToolAsync(Call, Tool, $$"""{"city":"{{ToolArgument}}"}""");
        await WaitAsync("tool.called");
        var result = new JsonObject { ["tool_call_id"] = Call, ["result"] = ToolAnswer, ["is_error"] = false };
        room.Command(new JsonObject
        {
            ["event_type"] = "elevenlabs_agent_command",
            ["elevenlabs_event_type"] = "client_tool_result",
            ["data"] = result,
        }.ToJsonString());
        await WaitAsync("tool.answered");
        await conversation.EndAsync(new(1011, "unknown_websocket_crash", Fault));
        await WaitAsync("session.reconnected");
    }

    public async Task EndAsync() => (await _tenant.CallAsync("POST", $"sessions/{SessionId}/stop")).Expect(200);

    private async Task WaitAsync(string type)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_stage.Address, $"/api/v1/sessions/{SessionId}/events"));
        request.Headers.Authorization = new("Bearer", _tenant.Key);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        string? line;
        do
        {
            line = await lines.ReadLineAsync(limit.Token);
            Assert.True(line is not null, $"The session ended before {type}.");
        }
        while (line != $"event: {type}");
    }
}
