using Connectors.Events;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

/// <summary>Ends of conversations as they really come: after a while, with the error event in every shape, or without a word.</summary>
public sealed class ElevenLabsCloseTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("Nested")]
    [InlineData("Flat")]
    [InlineData("None")]
    public async Task Account_WithoutCredits_EndsDuringTheGreetingAsQuota(string shape)
    {
        var closed = await ClosedAsync(new() { Close = ScheduledClose.Quota(Soon), ErrorShape = Enum.Parse<ErrorShape>(shape) });

        Assert.Equal((CloseKind.QuotaExceeded, false), (closed.Kind, closed.Retryable));
        Assert.DoesNotContain("exceeds", closed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1011, "unknown_websocket_crash", CloseKind.ProviderError, true)]
    [InlineData(1002, "llm_timeout", CloseKind.ProviderError, true)]
    [InlineData(1002, "safety_violation", CloseKind.ProviderError, false)]
    [InlineData(1008, "invalid_message", CloseKind.ProtocolError, true)]
    [InlineData(1008, "mcp_tool_error", CloseKind.Misconfigured, false)]
    [InlineData(3000, "unknown", CloseKind.Misconfigured, false)]
    [InlineData(0, "unknown", CloseKind.Network, true)]
    public async Task Conversation_EndedByTheProvider_IsClassified(int code, string type, CloseKind kind, bool isRetryable)
    {
        var closed = await ClosedAsync(new() { Close = new(code, "Request error", Soon, type) });

        Assert.Equal((kind, isRetryable), (closed.Kind, closed.Retryable));
    }

    [Theory]
    [InlineData(1008, CloseKind.Misconfigured)]
    [InlineData(1000, CloseKind.ProviderError)]
    [InlineData(1011, CloseKind.ProviderError)]
    public async Task Conversation_EndedInsteadOfBegun_IsNoHangUp(int code, CloseKind kind)
    {
        var closed = await ClosedAsync(new() { Close = new(code, string.Empty, After: null) });

        Assert.Equal(kind, closed.Kind);
    }

    [Theory]
    [InlineData("BeforeMetadata")]
    [InlineData("AfterMetadata")]
    public async Task Override_ThatIsForbidden_IsNamed(string moment)
    {
        var closed = await ClosedAsync(
            new() { OverrideRefusal = Enum.Parse<RefusalMoment>(moment) }, ElevenLabsStage.Talker with { Overrides = [] },
            new { voiceId = "voice_1" });

        Assert.Equal((CloseKind.Misconfigured, false, "override_error"), (closed.Kind, closed.Retryable, closed.Code));
        Assert.Contains("'tts.voice_id'", closed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Override_ThatIsIgnoredInSilence_EndsNothing()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(
            ElevenLabsStage.Talker with { Overrides = [] }, new() { OverrideRefusal = RefusalMoment.Never },
            settings: new { voiceId = "v" });
        await using var ending = stage;

        await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>();

        Assert.Empty(stage.Listener.Events.OfType<AgentEvent.Closed>());
    }

    [Fact]
    public async Task DynamicVariable_ThatIsMissing_EndsAsMisconfigured()
    {
        var closed = await ClosedAsync(new(), ElevenLabsStage.Talker with { RequiredVariables = ["customer"] });

        Assert.Equal((CloseKind.Misconfigured, "missing_dynamic_variable"), (closed.Kind, closed.Code));
    }

    [Fact]
    public async Task User_WhoIsNeverHeard_EndsTheConversationAsIdle()
    {
        var closed = await ClosedAsync(
            new(), ElevenLabsStage.Waiter with { InputTimeout = Soon, PingInterval = TimeSpan.FromHours(1) });

        Assert.Equal((CloseKind.Idle, true), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Conversation_OverItsMaximum_EndsAsSuch()
    {
        var closed = await ClosedAsync(new(), ElevenLabsStage.Waiter with { MaximumDuration = Soon });

        Assert.Equal((CloseKind.MaximumDuration, false), (closed.Kind, closed.Retryable));
    }

    [Theory]
    [InlineData(401, CloseKind.Unauthorized, true)]
    [InlineData(404, CloseKind.Misconfigured, false)]
    [InlineData(429, CloseKind.RateLimited, true)]
    [InlineData(503, CloseKind.ProviderError, true)]
    public async Task Upgrade_ThatIsRefused_IsClassified(int status, CloseKind kind, bool isRetryable)
    {
        var closed = await ClosedAsync(new() { UpgradeStatus = status });

        Assert.Equal((kind, isRetryable), (closed.Kind, closed.Retryable));
    }

    [Theory]
    [InlineData(401, "invalid_api_key", CloseKind.Unauthorized, false)]
    [InlineData(401, "missing_permissions", CloseKind.Unauthorized, false)]
    [InlineData(401, "quota_exceeded", CloseKind.QuotaExceeded, false)]
    [InlineData(401, "detected_unusual_activity", CloseKind.Unauthorized, false)]
    [InlineData(404, "agent_not_found", CloseKind.Misconfigured, false)]
    [InlineData(422, null, CloseKind.Misconfigured, false)]
    [InlineData(429, "too_many_concurrent_requests", CloseKind.RateLimited, true)]
    [InlineData(429, "system_busy", CloseKind.RateLimited, true)]
    [InlineData(500, "internal", CloseKind.ProviderError, true)]
    public async Task SignedUrl_ThatIsRefused_IsTheClose(int status, string? detail, CloseKind kind, bool isRetryable)
    {
        var closed = await ClosedAsync(new() { SignedUrl = new(status, detail) });

        Assert.Equal((kind, isRetryable), (closed.Kind, closed.Retryable));
        Assert.Equal(detail ?? "422", closed.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"signed_url": 7}""")]
    [InlineData("""{"signed_url": "https://elsewhere.example/"}""")]
    [InlineData("""{"signed_url": "not an address"}""")]
    public async Task SignedUrl_ThatIsNone_IsAProtocolError(string body)
    {
        var closed = await ClosedAsync(new() { SignedUrl = new(200, null, body) });

        Assert.Equal(CloseKind.ProtocolError, closed.Kind);
    }

    private static async Task<AgentEvent.Closed> ClosedAsync(
        ElevenLabsFaults faults, ElevenLabsBehaviour? behaviour = null, object? settings = null)
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(behaviour, faults, settings: settings);
        await using var ending = stage;
        return await stage.ClosedAsync();
    }
}
