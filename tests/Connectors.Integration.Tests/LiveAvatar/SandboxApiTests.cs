using System.Net;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Integration.Tests.LiveAvatar;

public sealed class SandboxApiTests : IAsyncLifetime
{
    private LiveAvatarSandbox? _sandbox;
    private HttpClient _http = new();

    public async ValueTask InitializeAsync()
    {
        _sandbox = await LiveAvatarSandbox.StartAsync(
            new PaperRooms(new("ws://127.0.0.1:7880"), TimeProvider.System), () => new ClockedAvatarBody(TimeProvider.System),
            TimeProvider.System);
        _http.Dispose();
        _http = new() { BaseAddress = _sandbox.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox!.DisposeAsync();
    }

    [Fact]
    public async Task Token_IsMintedWithTheKeyOnly_AndStartTakesTheTokenOnly()
    {
        var token = await LiveAvatarRest.MintAsync(_http);

        var mintedByToken = await LiveAvatarRest.SendAsync(_http, HttpMethod.Post, "v1/sessions/token", token, "{}");
        var startedByKey = await LiveAvatarRest.SendAsync(_http, HttpMethod.Post, "v1/sessions/start", "sandbox-key", "{}");
        var started = await LiveAvatarRest.StartAsync(_http, token);
        var keptByToken = await LiveAvatarRest.SendAsync(_http, HttpMethod.Post, "v1/sessions/keep-alive", token);
        var keptByKey = await LiveAvatarRest.SendAsync(_http, HttpMethod.Post, "v1/sessions/keep-alive", "sandbox-key", "{}");
        var stoppedByToken = await LiveAvatarRest.SendAsync(_http, HttpMethod.Post, "v1/sessions/stop", token);

        Assert.Equal(HttpStatusCode.Unauthorized, mintedByToken.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, startedByKey.Status);
        Assert.Equal((HttpStatusCode.Created, 1000), (started.Status, (int)started.Body["code"]!));
        Assert.Equal(HttpStatusCode.OK, keptByToken.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, keptByKey.Status);
        Assert.Equal(HttpStatusCode.OK, stoppedByToken.Status);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"mode":"LITE"}""")]
    [InlineData("""{"mode":"FULL","avatar_id":"3f1d5e0a-8c52-4f0e-9a4b-7d2f6c1b0e11"}""")]
    [InlineData("""{"mode":"LITE","avatar_id":"3f1d5e0a-8c52-4f0e-9a4b-7d2f6c1b0e11","livekit_config":{"url":"ws://x","token":"y"}}""")]
    [InlineData("""{"mode":"LITE","avatar_id":"3f1d5e0a-8c52-4f0e-9a4b-7d2f6c1b0e11","max_session_duration":1.5}""")]
    [InlineData("""{"mode":"LITE","avatar_id":"3f1d5e0a-8c52-4f0e-9a4b-7d2f6c1b0e11","video_settings":{"encoding":"AV1"}}""")]
    [InlineData("""{"mode":"LITE","avatar_id":"3f1d5e0a-8c52-4f0e-9a4b-7d2f6c1b0e11","agora_config":{"app_id":"a"}}""")]
    public async Task Token_WithABodyThatIsWrong_IsUnprocessable(string body)
    {
        var answer = await LiveAvatarRest.SendAsync(_http, HttpMethod.Post, "v1/sessions/token", "sandbox-key", body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.NotNull(answer.Body["detail"]![0]!["msg"]);
    }

    [Fact]
    public async Task Sessions_AreListedAndReadWithTheirEnd()
    {
        var token = await LiveAvatarRest.MintAsync(_http);
        var started = await LiveAvatarRest.StartAsync(_http, token);
        var id = (string)started.Body["data"]!["session_id"]!;

        var active = await GetAsync("v1/sessions?type=active");
        await LiveAvatarRest.SendAsync(
            _http, HttpMethod.Post, "v1/sessions/stop", "sandbox-key", $$"""{"session_id":"{{id}}","reason":"AGENT_HANG_UP"}""");
        var historic = await GetAsync("v1/sessions?type=historic&page_size=1");
        var one = await GetAsync($"v1/sessions/{id}");
        var transcript = await GetAsync($"v1/sessions/{id}/transcript");
        var (untyped, _) = await LiveAvatarRest.SendAsync(_http, HttpMethod.Get, "v1/sessions", "sandbox-key");
        var (unknown, _) = await LiveAvatarRest.SendAsync(_http, HttpMethod.Get, "v1/sessions/other", "sandbox-key");

        Assert.Equal(id, (string?)active["results"]![0]!["id"]);
        Assert.Equal(1, (int)historic["count"]!);
        Assert.Equal("AGENT_HANG_UP", (string?)one["end_reason"]);
        Assert.Equal("LITE", (string?)one["mode"]);
        Assert.False((bool)transcript["session_active"]!);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound), (untyped, unknown));
    }

    [Fact]
    public async Task Secrets_AreStoredListedWithoutTheirValueAndDeleted()
    {
        const string Value = "sk-very-secret";
        var (_, stored) = await LiveAvatarRest.SendAsync(
            _http, HttpMethod.Post, "v1/secrets", "sandbox-key",
            $$"""{"secret_name":"mine","secret_value":"{{Value}}","secret_type":"ELEVENLABS_API_KEY"}""");
        var (wrong, _) = await LiveAvatarRest.SendAsync(
            _http, HttpMethod.Post, "v1/secrets", "sandbox-key", """{"secret_name":"","secret_value":"x","secret_type":"OTHER"}""");
        var id = (string)stored["data"]!["id"]!;

        var (_, list) = await LiveAvatarRest.SendAsync(_http, HttpMethod.Get, "v1/secrets", "sandbox-key");
        var (deleted, _) = await LiveAvatarRest.SendAsync(_http, HttpMethod.Delete, $"v1/secrets/{id}", "sandbox-key");
        var (again, _) = await LiveAvatarRest.SendAsync(_http, HttpMethod.Delete, $"v1/secrets/{id}", "sandbox-key");

        Assert.Equal("mine", (string?)list["data"]![0]!["secret_name"]);
        Assert.DoesNotContain(Value, list.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK, HttpStatusCode.NotFound), (wrong, deleted, again));
    }

    [Fact]
    public async Task Account_TellsCreditsAndAvatars()
    {
        var credits = await GetAsync("v1/users/credits");
        var avatars = await GetAsync("v1/avatars");
        var (anonymous, _) = await LiveAvatarRest.SendAsync(_http, HttpMethod.Get, "v1/users/credits", null);
        var (open, _) = await LiveAvatarRest.SendAsync(_http, HttpMethod.Get, "v1/avatars/public", null);

        Assert.Equal(100, (double)credits["credits_left"]!);
        Assert.Contains(avatars["results"]!.AsArray(), avatar => (string?)avatar!["id"] == LiveAvatarCloud.SandboxAvatar);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (anonymous, open));
    }

    [Fact]
    public async Task AgentToken_HasTheGrantsOfTheSwitch()
    {
        _sandbox!.Switches.Agent = new("worker", CanPublishData: false, TimeSpan.FromHours(-1));

        var started = await LiveAvatarRest.StartAsync(_http, await LiveAvatarRest.MintAsync(_http));

        var payload = Jwt.Read((string)started.Body["data"]!["livekit_agent_token"]!)!;
        Assert.Equal("worker", (string?)payload["sub"]);
        Assert.False((bool)payload["video"]!["canPublishData"]!);
        Assert.True((long)payload["exp"]! < TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    }

    private async Task<System.Text.Json.Nodes.JsonNode> GetAsync(string path)
    {
        var (status, body) = await LiveAvatarRest.SendAsync(_http, HttpMethod.Get, path, "sandbox-key");
        Assert.Equal(HttpStatusCode.OK, status);
        return body["data"]!;
    }
}
