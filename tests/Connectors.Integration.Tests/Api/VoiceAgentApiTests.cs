namespace Connectors.Integration.Tests.Api;

public class VoiceAgentApiTests
{
    [Fact]
    public async Task Create_SettingsAgainstTheSchema_AreAllNamedWithoutAskingTheProvider()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();

        var reply = await tenant.CallAsync("POST", "voice-agents", new
        {
            name = "Ava",
            connector = "elevenlabs",
            credential_id = "none",
            settings = new { voiceId = 1, colour = "red" },
            skip_check = true,
        });

        Assert.Equal(
            ["settings.agentId", "settings.colour", "settings.voiceId"], reply.ExpectProblem(400, "invalid").WrongFields().Order());
    }

    [Fact]
    public async Task Create_WithACredentialOfAnotherKind_IsRefused()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var avatar = await tenant.LiveAvatarCredentialAsync();

        var reply = await tenant.CallAsync("POST", "voice-agents", new
        {
            name = "Ava",
            connector = "elevenlabs",
            credential_id = avatar,
            settings = new { agentId = stage.ElevenLabs.Behaviour.AgentId },
        });

        Assert.Equal(["credential_id"], reply.ExpectProblem(400, "invalid").WrongFields());
    }

    [Fact]
    public async Task Test_TellsWhatTheProviderSays()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var id = await tenant.VoiceAgentAsync(await tenant.ElevenLabsCredentialAsync());

        var report = (await tenant.CallAsync("POST", $"voice-agents/{id}/test")).Expect(200);

        Assert.True(report.Json.GetProperty("usable").GetBoolean());
        Assert.NotEqual(default, report.Json.GetProperty("facts"));
    }

    [Fact]
    public async Task Replace_WithInterruptions_IsReadBack()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var credential = await tenant.ElevenLabsCredentialAsync();
        var id = await tenant.VoiceAgentAsync(credential);

        (await tenant.CallAsync("PUT", $"voice-agents/{id}", new
        {
            name = "Bea",
            connector = "elevenlabs",
            credential_id = credential,
            settings = new { agentId = stage.ElevenLabs.Behaviour.AgentId },
            interruptions = new { mode = "half_duplex" },
        })).Expect(200);

        var read = (await tenant.CallAsync("GET", $"voice-agents/{id}")).Expect(200);
        Assert.Equal("Bea", read.Text("name"));
        Assert.Equal("half_duplex", read.Json.GetProperty("interruptions").GetProperty("mode").GetString());
    }

    [Fact]
    public async Task Connectors_AreListedWithSchemaAndCapabilities()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync(scope: "read");

        var list = (await tenant.CallAsync("GET", "connectors")).Expect(200).Json;

        Assert.Equal(
            ["cartesia-line", "cartesia-managed", "custom", "deepgram", "elevenlabs", "gemini-live", "openai-realtime"],
            list.EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal("object", list[0].GetProperty("settings_schema").GetProperty("type").GetString());
        Assert.Equal(
            ["cartesia-managed"],
            list.EnumerateArray().Where(static one => one.GetProperty("experimental").GetBoolean())
                .Select(static one => one.GetProperty("id").GetString()));
        (await tenant.CallAsync("GET", "connectors/nonesuch")).ExpectProblem(404, "not-found");
    }
}
