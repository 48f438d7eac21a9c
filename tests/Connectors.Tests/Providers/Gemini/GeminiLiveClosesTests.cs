using Connectors.Providers.Gemini;
using Connectors.Transport;

namespace Connectors.Tests.Providers.Gemini;

public sealed class GeminiLiveClosesTests
{
    [Theory]
    [InlineData(1000, "", nameof(GeminiLiveStage.Live), CloseKind.EndedByAgent, false)]
    [InlineData(1000, "", nameof(GeminiLiveStage.GoingAway), CloseKind.MaximumDuration, true)]
    [InlineData(1011, "", nameof(GeminiLiveStage.GoingAway), CloseKind.MaximumDuration, true)]
    [InlineData(1011, "Deadline expired before operation could complete.", nameof(GeminiLiveStage.Live), CloseKind.MaximumDuration, true)]
    [InlineData(1011, "", nameof(GeminiLiveStage.Live), CloseKind.ProviderError, true)]
    [InlineData(1007, "", nameof(GeminiLiveStage.Opening), CloseKind.Misconfigured, false)]
    [InlineData(1008, "", nameof(GeminiLiveStage.Opening), CloseKind.Misconfigured, false)]
    [InlineData(1007, "", nameof(GeminiLiveStage.Resuming), CloseKind.ProtocolError, true)]
    [InlineData(1008, "", nameof(GeminiLiveStage.Resuming), CloseKind.ProtocolError, true)]
    [InlineData(1007, "", nameof(GeminiLiveStage.Live), CloseKind.ProtocolError, true)]
    [InlineData(1007, "API key not valid. Please pass a valid API key.", nameof(GeminiLiveStage.Opening), CloseKind.Unauthorized, false)]
    [InlineData(1008, "API key expired.", nameof(GeminiLiveStage.Resuming), CloseKind.Unauthorized, false)]
    [InlineData(1008, "models/x is not found for API version v1beta", nameof(GeminiLiveStage.Opening), CloseKind.Misconfigured, false)]
    [InlineData(1011, "You exceeded your current quota.", nameof(GeminiLiveStage.Live), CloseKind.QuotaExceeded, false)]
    [InlineData(1013, "", nameof(GeminiLiveStage.Live), CloseKind.RateLimited, true)]
    public void Close_OfTheServer_MeansThisAtThisStage(int status, string reason, string stage, CloseKind kind, bool retryable)
    {
        var closed = GeminiLiveCloses.OfSocket(
            new(SocketEndKind.ClosedByPeer, status, reason), Enum.Parse<GeminiLiveStage>(stage));

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
        Assert.True(reason.Length == 0 || !closed.Reason.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UNAUTHENTICATED", CloseKind.Unauthorized)]
    [InlineData("RESOURCE_EXHAUSTED", CloseKind.QuotaExceeded)]
    [InlineData("NOT_FOUND", CloseKind.Misconfigured)]
    [InlineData("UNAVAILABLE", CloseKind.ProviderError)]
    [InlineData("FAILED_PRECONDITION", null)]
    public void Error_OfGoogle_MeansThis(string status, CloseKind? kind) => Assert.Equal(kind, GeminiLiveCloses.OfStatus(status)?.Kind);
}
