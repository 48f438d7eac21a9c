using Connectors.Providers.Deepgram;
using Connectors.Transport;

namespace Connectors.Tests.Providers.Deepgram;

public sealed class DeepgramClosesTests
{
    [Theory]
    [InlineData("INTERNAL_SERVER_ERROR", true, CloseKind.ProviderError, true)]
    [InlineData("CLIENT_MESSAGE_TIMEOUT", true, CloseKind.Idle, true)]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", true, CloseKind.ProtocolError, true)]
    [InlineData("NON_SETTINGS_MESSAGE_BEFORE_SETTINGS", false, CloseKind.ProtocolError, true)]
    [InlineData("SETTINGS_ALREADY_APPLIED", true, CloseKind.ProtocolError, true)]
    [InlineData("INVALID_SETTINGS", false, CloseKind.Misconfigured, false)]
    [InlineData("FAILED_TO_START_LISTENING", false, CloseKind.Misconfigured, false)]
    [InlineData("FAILED_TO_START_LISTENING", true, CloseKind.ProviderError, true)]
    [InlineData("ASR_CONNECTION_CLOSED", true, CloseKind.ProviderError, true)]
    [InlineData("ASR_DRIVER_TIMEOUT", true, CloseKind.ProviderError, true)]
    [InlineData("USER_AUDIO_FORMAT", true, CloseKind.ProtocolError, true)]
    [InlineData("ASR_PAYMENT_REQUIRED", false, CloseKind.QuotaExceeded, false)]
    [InlineData("BRAND_NEW", true, CloseKind.ProviderError, true)]
    [InlineData(null, true, CloseKind.ProviderError, true)]
    public void Error_OfDeepgram_MeansThis(string? code, bool isReady, CloseKind kind, bool retryable)
    {
        var closed = DeepgramCloses.OfError(code, isReady);

        Assert.Equal((kind, retryable, code ?? "unknown"), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Theory]
    [InlineData(1000, "", true, CloseKind.EndedByAgent, false)]
    [InlineData(1000, "", false, CloseKind.ProviderError, true)]
    [InlineData(1001, "", true, CloseKind.ProviderError, true)]
    [InlineData(1005, "", true, CloseKind.ProviderError, true)]
    [InlineData(1008, "", false, CloseKind.Misconfigured, false)]
    [InlineData(1008, "", true, CloseKind.ProtocolError, true)]
    [InlineData(1011, "NET-0003", true, CloseKind.MaximumDuration, true)]
    [InlineData(1011, "", true, CloseKind.ProviderError, true)]
    [InlineData(1013, "", true, CloseKind.RateLimited, true)]
    public void Close_OfTheSocket_MeansThis(int status, string reason, bool isReady, CloseKind kind, bool retryable)
    {
        var closed = DeepgramCloses.OfSocket(new(SocketEndKind.ClosedByPeer, status, reason), isReady);

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }

    [Theory]
    [InlineData(400, CloseKind.Misconfigured, false)]
    [InlineData(401, CloseKind.Unauthorized, false)]
    [InlineData(402, CloseKind.QuotaExceeded, false)]
    [InlineData(403, CloseKind.Unauthorized, false)]
    [InlineData(404, CloseKind.Misconfigured, false)]
    [InlineData(429, CloseKind.RateLimited, true)]
    [InlineData(503, CloseKind.ProviderError, true)]
    public void Refusal_OfTheUpgrade_MeansThis(int status, CloseKind kind, bool retryable)
    {
        var closed = DeepgramCloses.OfSocket(new(SocketEndKind.Refused, status, string.Empty), isReady: false);

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }
}
