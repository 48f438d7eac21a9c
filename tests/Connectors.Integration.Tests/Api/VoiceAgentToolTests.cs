using System.Text.Json;

namespace Connectors.Integration.Tests.Api;

public sealed class VoiceAgentToolTests : IAsyncLifetime
{
    private ApiStage _stage = null!;
    private ApiTenant _tenant = null!;
    private string _credential = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _stage = await ApiStage.StartAsync();
        _tenant = await _stage.TenantAsync();
        _credential = await _tenant.ElevenLabsCredentialAsync();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Secret_IsToldWhenItIsMadeAndNeverAgain()
    {
        var made = (await CreateAsync(Tool())).Expect(201);
        Assert.StartsWith("whsec_", made.Text("tool_secret"), StringComparison.Ordinal);
        var id = made.Text("id");
        Assert.False((await ReadAsync(id)).TryGetProperty("tool_secret", out _));

        var replaced = (await _tenant.CallAsync("PUT", $"voice-agents/{id}", Body(Tool()))).Expect(200);
        Assert.False(replaced.Json.TryGetProperty("tool_secret", out _));
        var rotated = (await _tenant.CallAsync("POST", $"voice-agents/{id}/tool-secret", new { overlap_hours = 1 })).Expect(200);
        Assert.NotEqual(made.Text("tool_secret"), rotated.Text("tool_secret"));
        Assert.Equal(
            ["overlap_hours"],
            (await _tenant.CallAsync("POST", $"voice-agents/{id}/tool-secret", new { overlap_hours = 721 }))
                .ExpectProblem(400, "invalid").WrongFields());
    }

    [Fact]
    public async Task Tools_AreReadBackAsTheyWereWritten()
    {
        var id = (await CreateAsync(Tool("get_weather", timeout: 2_500, fallback: "Nobody knows."), Tool("print"))).Expect(201).Text("id");
        Assert.Equal(
            """
            [{"name":"get_weather","url":"https://tools.example/x","timeout_ms":2500,"fallback":"Nobody knows."},
            {"name":"print","url":"https://tools.example/x","timeout_ms":20000,"fallback":null}]
            """.ReplaceLineEndings(string.Empty),
            (await ReadAsync(id)).GetProperty("tools").GetRawText());
    }

    [Fact]
    public async Task Tools_ThatAreWrong_AreAllNamed()
    {
        var reply = await CreateAsync(
            Tool("a b"), new { name = "b", url = "ftp://x" }, Tool("c", timeout: 60_001), Tool("d", fallback: ""));
        Assert.Equal(
            ["tools[0].name", "tools[1].url", "tools[2].timeout_ms", "tools[3].fallback"],
            reply.ExpectProblem(400, "invalid").WrongFields());
    }

    [Fact]
    public async Task Fallback_MustBeAnotherVoiceAgentThatIsThere_AndStaysAsLongAsItIsNeeded()
    {
        var fallback = (await CreateAsync()).Expect(201).Text("id");
        var made = (await _tenant.CallAsync("POST", "voice-agents", Body(fallback))).Expect(201);
        Assert.Equal(fallback, made.Text("fallback_voice_agent_id"));
        var id = made.Text("id");

        foreach (var wrong in new[] { "nobody", id })
        {
            Assert.Equal(
                ["fallback_voice_agent_id"],
                (await _tenant.CallAsync("PUT", $"voice-agents/{id}", Body(wrong))).ExpectProblem(400, "invalid").WrongFields());
        }

        (await _tenant.CallAsync("DELETE", $"voice-agents/{fallback}")).ExpectProblem(409, "in-use");
        (await _tenant.CallAsync("DELETE", $"voice-agents/{id}")).Expect(204);
        (await _tenant.CallAsync("DELETE", $"voice-agents/{fallback}")).Expect(204);
    }

    [Fact]
    public async Task Fallback_OfAnotherTenant_IsNone()
    {
        var other = await _stage.TenantAsync("Other");
        var theirs = await other.VoiceAgentAsync(await other.ElevenLabsCredentialAsync());
        (await _tenant.CallAsync("POST", "voice-agents", Body(theirs))).ExpectProblem(400, "invalid");
    }

    private static object Tool(string name = "get_weather", int timeout = 20_000, string? fallback = null) =>
        new { name, url = "https://tools.example/x", timeout_ms = timeout, fallback };

    private async Task<JsonElement> ReadAsync(string id) => (await _tenant.CallAsync("GET", $"voice-agents/{id}")).Expect(200).Json;

    private Task<ApiReply> CreateAsync(params object[] tools) => _tenant.CallAsync("POST", "voice-agents", Body(tools));

    private object Body(params object[] tools) => new
    {
        name = "Ava",
        connector = "elevenlabs",
        credential_id = _credential,
        settings = new { agentId = _stage.ElevenLabs.Behaviour.AgentId },
        tools,
    };

    private object Body(string fallback) => new
    {
        name = "Ava",
        connector = "elevenlabs",
        credential_id = _credential,
        settings = new { agentId = _stage.ElevenLabs.Behaviour.AgentId },
        fallback_voice_agent_id = fallback,
    };
}
