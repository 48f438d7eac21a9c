using Connectors.Events;
using Connectors.Providers.CustomAgent;
using Connectors.Transport;

namespace Connectors.Tests.Providers.CustomAgent;

public sealed class CustomAgentClosesTests
{
    [Theory]
    [InlineData(1000, CloseKind.EndedByAgent, false)]
    [InlineData(1001, CloseKind.ProviderError, true)]
    [InlineData(1005, CloseKind.ProviderError, true)]
    [InlineData(1008, CloseKind.Misconfigured, false)]
    [InlineData(1009, CloseKind.ProtocolError, true)]
    [InlineData(1011, CloseKind.ProviderError, true)]
    [InlineData(1013, CloseKind.RateLimited, true)]
    [InlineData(4400, CloseKind.ProtocolError, true)]
    [InlineData(4401, CloseKind.Unauthorized, false)]
    [InlineData(4402, CloseKind.QuotaExceeded, false)]
    [InlineData(4404, CloseKind.Misconfigured, false)]
    [InlineData(4408, CloseKind.Idle, true)]
    [InlineData(4409, CloseKind.ProviderError, true)]
    [InlineData(4410, CloseKind.MaximumDuration, true)]
    [InlineData(4429, CloseKind.RateLimited, true)]
    [InlineData(4999, CloseKind.ProviderError, true)]
    public void CloseStatus_OfTheAgent_SaysWhatTheDocumentSays(int status, CloseKind kind, bool retryable)
    {
        var closed = CustomAgentCloses.OfSocket(new(SocketEndKind.ClosedByPeer, status, "the user's words"), isReady: true);

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
        Assert.DoesNotContain("words", closed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void GoodClose_BeforeReady_IsARefusal() => Assert.Equal(
        CloseKind.Misconfigured, CustomAgentCloses.OfSocket(new(SocketEndKind.ClosedByPeer, 1000, string.Empty), isReady: false).Kind);

    [Theory]
    [InlineData(401, CloseKind.Unauthorized)]
    [InlineData(403, CloseKind.Unauthorized)]
    [InlineData(402, CloseKind.QuotaExceeded)]
    [InlineData(404, CloseKind.Misconfigured)]
    [InlineData(200, CloseKind.Misconfigured)]
    [InlineData(302, CloseKind.Misconfigured)]
    [InlineData(429, CloseKind.RateLimited)]
    [InlineData(502, CloseKind.ProviderError)]
    public void HttpStatus_OfTheUpgrade_IsClassified(int status, CloseKind kind) =>
        Assert.Equal(kind, CustomAgentCloses.OfSocket(new(SocketEndKind.Refused, status, string.Empty), isReady: false).Kind);

    [Theory]
    [InlineData(SocketEnd.Tls, "tls-failed", false)]
    [InlineData(SocketEnd.Subprotocol, "wrong-subprotocol", false)]
    [InlineData("SocketException", "unreachable", true)]
    public void Unreachable_WithItsCause_IsNamed(string reason, string code, bool retryable)
    {
        var closed = CustomAgentCloses.OfSocket(new(SocketEndKind.Unreachable, 0, reason), isReady: false);

        Assert.Equal((code, retryable), (closed.Code, closed.Retryable));
    }

    [Fact]
    public void Farewell_OfEachReasonOfOurs_HasItsStatusAndFitsIntoAClose()
    {
        (AgentEvent.Closed Ending, int Status)[] all =
        [
            (CustomAgentCloses.Common.Unreadable, 4400), (CustomAgentCloses.WrongSubprotocol, 4406),
            (CustomAgentCloses.Common.OpenTimeout, 4408), (CustomAgentCloses.BadReady(new string('x', 500)), 4422),
        ];

        Assert.All(all, one =>
        {
            var (status, reason) = CustomAgentCloses.FarewellOf(one.Ending);
            Assert.Equal(one.Status, (int)status);
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(reason), 1, 123);
        });
    }
}
