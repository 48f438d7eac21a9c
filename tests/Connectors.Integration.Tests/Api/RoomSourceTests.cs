using System.Text.Json;
using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Integration.Tests.LiveAvatar;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Integration.Tests.Api;

/// <summary>Sessions in rooms that LiveAvatar doesn't provide, over the API.</summary>
public sealed class RoomSourceTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly object Avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar };

    private ApiStage _stage = null!;
    private ApiTenant _tenant = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stage = await ApiStage.StartAsync();
        _tenant = await _stage.TenantAsync();
        await _tenant.LiveAvatarCredentialAsync();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Given_AnAgentGoesIntoASessionThatSomebodyElseStarted_AndLeavesItRunning()
    {
        var agent = await _tenant.VoiceAgentAsync(await _tenant.ElevenLabsCredentialAsync());
        var theirs = await StartAtLiveAvatarAsync();

        var started = await _tenant.CallAsync("POST", "sessions", new
        {
            voice_agent_id = agent,
            room = new
            {
                source = "given",
                url = theirs.GetProperty("livekit_url").GetString(),
                agent_token = theirs.GetProperty("livekit_agent_token").GetString(),
                ws_url = theirs.GetProperty("ws_url").GetString(),
            },
        });

        var id = started.Expect(201).Text("id");
        Assert.Equal(JsonValueKind.Null, started.Json.GetProperty("livekit_url").ValueKind);
        _stage.Rooms.User = "whoever-has-a-microphone";
        _stage.Rooms.Room.AvatarJoins();
        _stage.Rooms.Room.UserJoins();
        await SeeAsync(id, e => e is SessionEvent.AgentReady);
        (await _tenant.CallAsync("POST", $"sessions/{id}/text", new { text = "Hello?" })).Expect(200);
        await SeeAsync(id, e => e is SessionEvent.AvatarSpeechStarted);
        (await _tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);

        var session = Assert.Single(_stage.LiveAvatar.Sessions);
        Assert.Contains(session.Log.Records, record => record is { Direction: LiteDirection.Received, Type: "agent.speak" });
        Assert.True(session.IsActive, "Its stop is theirs.");
        Assert.DoesNotContain("POST /v1/sessions/stop", _stage.LiveAvatar.Calls);
    }

    [Fact]
    public async Task OwnLiveKit_ACredentialOfTheSandboxsRoomServer_WorksFromTheCheckToTheUsersToken()
    {
        await using var server = await RoomServer.StartOwnAsync(TimeProvider.System, Stop);
        var credential = await CredentialAsync(server, server.ApiSecret.Reveal());

        var started = await _tenant.CallAsync("POST", "sessions", new
        {
            avatar = Avatar,
            room = new { source = "own_livekit", credential_id = credential.Expect(201).Text("id"), name = "booth-7" },
        });

        started.Expect(201);
        Assert.Equal("working", credential.Text("state"));
        Assert.Equal(server.Url, new Uri(started.Text("livekit_url")));
        Assert.True(RoomToken.TryRead(started.Text("livekit_client_token"), out var user, out _));
        Assert.Equal(("client", "booth-7"), (user.Identity, user.Room));
        var asked = Assert.Single(_stage.LiveAvatar.Sessions).Request.LiveKit!;
        Assert.Equal("booth-7", asked.Name);
        Assert.DoesNotContain(server.ApiSecret.Reveal(), started.Body, StringComparison.Ordinal);
        _stage.Logs.AssertHides([server.ApiSecret.Reveal()]);
    }

    [Fact]
    public async Task OwnLiveKit_WithAWrongSecret_IsRefusedAtRegistration()
    {
        await using var server = await RoomServer.StartOwnAsync(TimeProvider.System, Stop);

        var refused = (await CredentialAsync(server, "another")).ExpectProblem(422, "provider-refused");

        Assert.Contains("key-refused", refused.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("another", refused.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key:secret")]
    [InlineData("https://key:secret@rooms.example.com")]
    public async Task OwnLiveKit_AValueThatIsNoProject_IsRefusedAtRegistration(string value)
    {
        var refused = await _tenant.CallAsync("POST", "credentials", new { name = "rooms", kind = "LIVEKIT_API_KEY", value });

        Assert.Contains("bad-project", refused.ExpectProblem(422, "provider-refused").Body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnAgora_IsPassedOnWithoutAnAgent_AndRefusedWithOne()
    {
        var room = AgoraRoom;
        var agent = await _tenant.VoiceAgentAsync(await _tenant.ElevenLabsCredentialAsync());

        (await _tenant.CallAsync("POST", "sessions", new { avatar = Avatar, room })).Expect(201);
        var refused = await _tenant.CallAsync("POST", "sessions", new { avatar = Avatar, room, voice_agent_id = agent });

        Assert.Equal(["voice_agent_id"], refused.ExpectProblem(400, "invalid").WrongFields());
        var asked = Assert.Single(_stage.LiveAvatar.Sessions).Request.Json["agora_config"]!;
        Assert.Equal("booth", (string?)asked["agora_channel"]);
        Assert.Empty(_stage.Rooms.Joins);
    }

    [Fact]
    public async Task OwnAgora_AWavThatIsSaid_IsSpokenByTheAvatar()
    {
        var id = (await _tenant.CallAsync("POST", "sessions", new { avatar = Avatar, room = AgoraRoom })).Expect(201).Text("id");

        var said = (await SayAsync(id, 440, 1)).Expect(200);

        Assert.True(said.Json.GetProperty("accepted").GetBoolean(), said.Body);
        var ended = (SessionEvent.SayEnded)await SeeAsync(id, e => e is SessionEvent.SayEnded);
        Assert.Equal((said.Text("say_id"), "finished"), (ended.SayId, ended.Outcome));
        Assert.Equal(1, ended.Heard.TotalSeconds, 0.1);
        var spoken = Assert.Single(_stage.LiveAvatar.Sessions).Log.Records
            .Where(static record => record is { Direction: LiteDirection.Received, Type: "agent.speak" });
        Assert.Equal(1, spoken.Sum(static record => record.AudioBytes) / 48_000.0, 0.05);
        Assert.Empty(_stage.Rooms.Joins);
    }

    private static object AgoraRoom { get; } = new
    {
        source = "own_agora",
        agora = new { app_id = "0123456789abcdef0123456789abcdef", channel = "booth", token = "007eJx", uid = "4711" },
    };

    private async Task<ApiReply> SayAsync(string id, double frequency, double seconds)
    {
        var samples = new short[(int)(seconds * 24_000)];
        new Tone(frequency, 24_000).Fill(samples);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_stage.Address, $"/api/v1/sessions/{id}/say/audio"));
        request.Headers.Authorization = new("Bearer", _tenant.Key);
        request.Content = new ByteArrayContent(new WavFile(24_000, samples).ToBytes());
        request.Content.Headers.ContentType = new("audio/wav");
        using var response = await http.SendAsync(request, Stop);
        return await ApiReply.ReadAsync(response, Stop);
    }

    private Task<ApiReply> CredentialAsync(RoomServer server, string secret) => _tenant.CallAsync("POST", "credentials", new
    {
        name = "rooms",
        kind = "LIVEKIT_API_KEY",
        value = $"ws://{server.ApiKey}:{secret}@{server.Url.Authority}",
    });

    // As a tenant's own backend does it, with its own key.
    private async Task<JsonElement> StartAtLiveAvatarAsync()
    {
        using var http = new HttpClient { BaseAddress = _stage.LiveAvatar.BaseAddress };
        var (_, minted) = await LiveAvatarRest.SendAsync(
            http, HttpMethod.Post, "v1/sessions/token", ApiStage.LiveAvatarKey,
            $$"""{"mode":"LITE","avatar_id":"{{LiveAvatarCloud.OtherAvatar}}"}""");
        var (_, started) = await LiveAvatarRest.StartAsync(http, (string)minted["data"]!["session_token"]!);
        return JsonElement.Parse(started["data"]!.ToJsonString());
    }

    private async Task<SessionEvent> SeeAsync(string id, Func<SessionEvent, bool> isIt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Patience);
        var host = _stage.Services.GetRequiredService<ISessionHost>();
        return (await host.WatchAsync(id, 0, limit.Token).FirstAsync(entry => isIt(entry.Event), limit.Token)).Event;
    }
}
