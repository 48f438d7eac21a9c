using System.Buffers.Text;
using System.Text.Json;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class TokenTests
{
    [Fact]
    public async Task Token_OfAnElevenLabsAgent_IsWhatTheWebSdkDecodes()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);

        var (sessionId, token) = await tenant.TokenAsync();

        Assert.True(Guid.TryParse(sessionId, out _));
        var payload = JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        Assert.Equal(sessionId, payload.GetProperty("session_id").GetString());
        var data = payload.GetProperty("start_session_data");
        Assert.Equal("LITE", data.GetProperty("mode").GetString());
        Assert.Equal("ELEVENLABS_AGENT", data.GetProperty("agent_type").GetString());
        Assert.Equal(JsonValueKind.Object, data.GetProperty("elevenlabs_agent_config").ValueKind);
        Assert.DoesNotContain(tenant.SecretId, payload.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfACartesiaAgent_HasNoTypeThatTheWebSdkWouldMistake()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var secret = (await tenant.Tenant.CallAsync(
            "POST", "credentials", new { name = "cartesia", kind = "CARTESIA_API_KEY", value = "sk_car_x", skip_check = true }))
            .Expect(201).Text("id");
        var body = tenant.Body;
        body.Remove("elevenlabs_agent_config");
        body["cartesia_agent_config"] = new { secret_id = secret, agent_id = "agent_1" };

        var (_, token) = await tenant.TokenAsync(body);

        var data = JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).GetProperty("start_session_data");
        Assert.Equal("LITE", data.GetProperty("mode").GetString());
        Assert.Equal(JsonValueKind.Object, data.GetProperty("cartesia_agent_config").ValueKind);
        Assert.False(data.TryGetProperty("agent_type", out _));
        body["cartesia_agent_config"] = new { secret_id = secret, voice_id = "voice" };
        Assert.Equal(
            ["body.cartesia_agent_config.agent_id", "body.cartesia_agent_config.voice_id"],
            WrongOf(await tenant.CallAsync("POST", "sessions/token", body)));
    }

    [Fact]
    public async Task Token_OfASavedVoiceAgent_IsLiteAlthoughFullWasAsked()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var agent = await tenant.Tenant.VoiceAgentAsync(tenant.SecretId);
        var body = tenant.Body;
        (body["mode"], body["voice_agent"]) = ("FULL", new { id = agent });
        body.Remove("elevenlabs_agent_config");

        var (_, token) = await tenant.TokenAsync(body);

        var data = JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).GetProperty("start_session_data");
        Assert.Equal("LITE", data.GetProperty("mode").GetString());
        Assert.Equal("ELEVENLABS_AGENT", data.GetProperty("agent_type").GetString());
    }

    [Theory]
    [InlineData("mode", null, "body.mode")]
    [InlineData("mode", "\"CUSTOM\"", "body.mode")]
    [InlineData("avatar_id", null, "body.avatar_id")]
    [InlineData("avatar_id", "\"Wayne\"", "body.avatar_id")]
    [InlineData("is_sandbox", "\"yes\"", "body.is_sandbox")]
    [InlineData("max_session_duration", "0", "body.max_session_duration")]
    [InlineData("max_session_duration", "1.5", "body.max_session_duration")]
    [InlineData("video_settings", "{\"quality\":\"8k\"}", "body.video_settings.quality")]
    [InlineData("video_settings", "{\"codec\":\"VP9\"}", "body.video_settings.codec")]
    [InlineData("video_settings", "[]", "body.video_settings")]
    [InlineData("nonesuch", "1", "body.nonesuch")]
    [InlineData("voice_agent", "{\"id\":\"5d1b1c7a-0f4c-4a5e-9f5a-111111111111\"}", "body.voice_agent")]
    [InlineData("elevenlabs_agent_config", "{}", "body.elevenlabs_agent_config.agent_id")]
    [InlineData("elevenlabs_agent_config", "{\"prompt\":\"x\"}", "body.elevenlabs_agent_config.prompt")]
    [InlineData("elevenlabs_agent_config", "{\"dynamic_variables\":{\"a\":[]}}", "body.elevenlabs_agent_config.dynamic_variables.a")]
    [InlineData("openai_realtime_config", "{\"voice\":\"x\"}", "body.openai_realtime_config")]
    [InlineData("livekit_config", "{\"livekit_url\":\"ftp://x\"}", "body.livekit_config.livekit_url")]
    [InlineData("livekit_config", "{\"url\":\"wss://x\"}", "body.livekit_config.url")]
    [InlineData("livekit_config", "{\"livekit_agent_token\":\"x\"}", "body.livekit_config.livekit_agent_token")]
    [InlineData("livekit_config", "{}", "body.livekit_config.livekit_client_token")]
    public async Task Token_WithAWrongMember_NamesIt(string member, string? json, string place)
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var body = tenant.Body;
        body[member] = json is null ? null : JsonElement.Parse(json);

        Assert.Contains(place, WrongOf(await tenant.CallAsync("POST", "sessions/token", body)));
    }

    [Theory]
    [InlineData("agora_config", "{}")]
    [InlineData("avatar_persona", "{}")]
    [InlineData("llm_configuration_id", "\"x\"")]
    [InlineData("mode", "\"FULL\"")]
    public async Task Token_WithWhatIsNotOffered_IsRefusedByName(string member, string json)
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var body = tenant.Body;
        body[member] = JsonElement.Parse(json);

        var reply = Refused(await tenant.CallAsync("POST", "sessions/token", body), 400, 4000);

        Assert.StartsWith(member + ":", reply.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_NamingWhatIsNotThere_IsNotFound()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var other = await CreateAsync(stage);
        foreach (var secret in new[] { Guid.NewGuid().ToString(), other.SecretId })
        {
            var body = tenant.Body;
            body["elevenlabs_agent_config"] = new { secret_id = secret, agent_id = "a" };
            Refused(await tenant.CallAsync("POST", "sessions/token", body), 404, 4004);
        }
    }

    [Theory]
    [InlineData("openai_realtime_config", "marin", 0.9, "OPENAI_API_KEY")]
    [InlineData("gemini_realtime_config", "Puck", 1.8, "GEMINI_API_KEY")]
    public async Task Token_NamingASecretOfAnotherKind_SaysWhichIsNeeded(string config, string voice, double temperature, string kind)
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var body = tenant.Body;
        body.Remove("elevenlabs_agent_config");
        body[config] = new { secret_id = tenant.SecretId, voice, temperature };

        var reply = Refused(await tenant.CallAsync("POST", "sessions/token", body), 404, 4004);

        Assert.Contains(kind, reply.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WithoutLiveAvatarCredential_SaysHowToSetOne()
    {
        await using var stage = await StageAsync();
        var tenant = new MovedTenant(await stage.TenantAsync(), Guid.NewGuid().ToString());

        var reply = Refused(await tenant.CallAsync("POST", "sessions/token", tenant.Body), 400, 4000);

        Assert.Contains("LIVEAVATAR_API_KEY", reply.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ByTheWrongKindOfCaller_IsRefused()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var reader = await CreateAsync(stage, scope: "read");
        var (_, token) = await tenant.TokenAsync();

        Refused(await tenant.PageAsync("sessions/token", token, tenant.Body), 401, 4001);
        Refused(await tenant.PageAsync("sessions/token", tenant.Tenant.Key, tenant.Body), 401, 4001);
        Refused(await stage.CallAsync("POST", Root + "sessions/token", tenant.Body), 401, 4001);
        Refused(await stage.CallAsync("POST", Root + "sessions/token", tenant.Body, null, ("X-API-KEY", stage.OperatorKey)), 401, 4001);
        Refused(await reader.CallAsync("POST", "sessions/token", reader.Body), 403, 4003);
    }
}
