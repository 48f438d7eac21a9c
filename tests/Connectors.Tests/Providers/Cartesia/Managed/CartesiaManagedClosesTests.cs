using Connectors.Providers.Cartesia.Managed;
using Connectors.Transport;

namespace Connectors.Tests.Providers.Cartesia.Managed;

public sealed class CartesiaManagedClosesTests
{
    [Theory]
    [InlineData(1000, "", true, CloseKind.EndedByAgent, false)]
    [InlineData(1000, "", false, CloseKind.ProviderError, true)]
    [InlineData(1000, "connection idle timeout", true, CloseKind.Idle, true)]
    [InlineData(1008, "Connection idle timeout after 120 s", true, CloseKind.Idle, true)]
    [InlineData(1001, "", true, CloseKind.ProviderError, true)]
    [InlineData(1002, "", true, CloseKind.ProtocolError, true)]
    [InlineData(1005, "", true, CloseKind.ProviderError, true)]
    [InlineData(1008, "you said: late", false, CloseKind.Misconfigured, false)]
    [InlineData(1008, "you said: late", true, CloseKind.ProtocolError, true)]
    [InlineData(1009, "", true, CloseKind.ProtocolError, true)]
    [InlineData(1011, "", true, CloseKind.ProviderError, true)]
    [InlineData(1013, "", true, CloseKind.RateLimited, true)]
    public void Close_OfTheSocket_MeansThis(int status, string reason, bool isReady, CloseKind kind, bool retryable)
    {
        var closed = CartesiaManagedCloses.OfSocket(new(SocketEndKind.ClosedByPeer, status, reason), isReady);

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
        Assert.DoesNotContain("late", closed.Reason, StringComparison.Ordinal);
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
        var closed = CartesiaManagedCloses.OfSocket(new(SocketEndKind.Refused, status, string.Empty), isReady: false);

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }
}
