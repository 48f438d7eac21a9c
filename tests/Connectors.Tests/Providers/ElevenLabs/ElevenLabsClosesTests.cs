using Connectors.Providers.ElevenLabs;
using Connectors.Transport;

namespace Connectors.Tests.Providers.ElevenLabs;

public sealed class ElevenLabsClosesTests
{
    [Theory]
    [InlineData(1000, null, "", CloseKind.EndedByAgent, false)]
    [InlineData(1005, null, "", CloseKind.EndedByAgent, false)]
    [InlineData(1000, "max_duration_exceeded", "", CloseKind.MaximumDuration, false)]
    [InlineData(1000, null, "Max duration reached", CloseKind.MaximumDuration, false)]
    [InlineData(1000, null, "maximum conversation time", CloseKind.MaximumDuration, false)]
    [InlineData(1002, null, "This request exceeds your quota limit.", CloseKind.QuotaExceeded, false)]
    [InlineData(1002, "unknown", "This request exceeds your quota limit.", CloseKind.QuotaExceeded, false)]
    [InlineData(1002, null, "LLM misconfigured", CloseKind.Misconfigured, false)]
    [InlineData(1002, "transport_receive_timeout", "", CloseKind.Idle, true)]
    [InlineData(1002, "safety_violation", "", CloseKind.ProviderError, false)]
    [InlineData(1002, "llm_timeout", "", CloseKind.ProviderError, true)]
    [InlineData(1002, "custom_llm_error", "", CloseKind.ProviderError, true)]
    [InlineData(1002, "tts_cascade_error", "", CloseKind.ProviderError, true)]
    [InlineData(1008, "override_error", "", CloseKind.Misconfigured, false)]
    [InlineData(1008, null, "Override for field 'first_message' is not allowed by config.", CloseKind.Misconfigured, false)]
    [InlineData(1008, "missing_dynamic_variable", "", CloseKind.Misconfigured, false)]
    [InlineData(1008, null, "Missing required dynamic variables: {'a'}", CloseKind.Misconfigured, false)]
    [InlineData(1008, "missing_dynamic_variable_transfer", "", CloseKind.Misconfigured, false)]
    [InlineData(1008, null, "Invalid signature", CloseKind.Unauthorized, true)]
    [InlineData(1008, null, "Unauthorized", CloseKind.Unauthorized, true)]
    [InlineData(1008, null, "Too many concurrent requests", CloseKind.RateLimited, true)]
    [InlineData(1008, "invalid_message", "", CloseKind.ProtocolError, true)]
    [InlineData(1008, "value_error", "", CloseKind.Misconfigured, false)]
    [InlineData(1011, null, "", CloseKind.ProviderError, true)]
    [InlineData(1012, null, "", CloseKind.ProviderError, true)]
    [InlineData(3000, null, "Request error", CloseKind.Misconfigured, false)]
    [InlineData(4300, null, "", CloseKind.RateLimited, true)]
    [InlineData(4999, "brand_new_error", "what nobody knows", CloseKind.ProviderError, true)]
    public void Close_OfThePeer_IsClassifiedByTypeReasonAndCode(int status, string? type, string reason, CloseKind kind, bool isRetryable)
    {
        var error = type is null ? null : new ProviderError(status, type, reason);

        var closed = ElevenLabsCloses.OfSocket(new(SocketEndKind.ClosedByPeer, status, reason), error, wasReady: true);

        Assert.Equal((kind, isRetryable), (closed.Kind, closed.Retryable));
        Assert.NotEmpty(closed.Reason);
        Assert.True(reason.Length == 0 || !closed.Reason.Contains(reason, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(SocketEndKind.Lost, CloseKind.Network, true)]
    [InlineData(SocketEndKind.Stalled, CloseKind.Network, true)]
    [InlineData(SocketEndKind.Unreachable, CloseKind.Network, true)]
    [InlineData(SocketEndKind.OpenTimeout, CloseKind.Network, true)]
    [InlineData(SocketEndKind.AddressRefused, CloseKind.Misconfigured, false)]
    [InlineData(SocketEndKind.MessageTooLarge, CloseKind.ProtocolError, false)]
    [InlineData(SocketEndKind.ReceiverFailed, CloseKind.ProtocolError, true)]
    [InlineData(SocketEndKind.ClosedByUs, CloseKind.EndedByHost, false)]
    public void End_OfTheSocket_IsClassified(SocketEndKind end, CloseKind kind, bool isRetryable)
    {
        var closed = ElevenLabsCloses.OfSocket(new(end, 0, string.Empty), null, wasReady: true);

        Assert.Equal((kind, isRetryable), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public void Loss_AfterAnErrorEvent_IsWhatTheEventSaid()
    {
        var error = new ProviderError(1002, "unknown", "This request exceeds your quota limit.");

        var closed = ElevenLabsCloses.OfSocket(new(SocketEndKind.Lost, 0, string.Empty), error, wasReady: true);

        Assert.Equal(CloseKind.QuotaExceeded, closed.Kind);
    }

    [Fact]
    public void Close_BeforeTheConversationBegan_IsNoHangUp() => Assert.Equal(
        CloseKind.ProviderError,
        ElevenLabsCloses.OfSocket(new(SocketEndKind.ClosedByPeer, 1000, string.Empty), null, wasReady: false).Kind);

    [Fact]
    public void Texts_OfTheProvider_NeverReachTheReason()
    {
        const string Private = "user Ada said: my password is hunter2";

        var closed = ElevenLabsCloses.OfSocket(
            new(SocketEndKind.ClosedByPeer, 1002, Private), new(1002, "Ada said hunter2", Private), wasReady: true);

        Assert.DoesNotContain("hunter2", closed.Reason + closed.Code, StringComparison.Ordinal);
        Assert.Equal("1002", closed.Code);
    }
}
