using System.Net;
using System.Net.Sockets;
using Connectors.Sandbox;
using Connectors.Sandbox.Check;

namespace Connectors.Integration.Tests.Sandbox.Check;

public sealed class RoomServerCheckTests
{
    private const string Nobody = "127.0.0.1:1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Udp_ToAServerThatAnswersStun_IsGood()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var check = CheckAsync($"127.0.0.1:{((IPEndPoint)server.Client.LocalEndPoint!).Port}");
        var request = await server.ReceiveAsync(Cancellation);
        // Something else first: only the answer to this very request counts.
        await server.SendAsync(new byte[20], request.RemoteEndPoint, Cancellation);
        await server.SendAsync((byte[])[1, 1, .. request.Buffer[2..]], request.RemoteEndPoint, Cancellation);
        Assert.Equal(CheckOutcome.Good, Assert.Single(await check).Outcome);
    }

    [Fact]
    public async Task Udp_ToAServerThatSaysNothing_IsWrongWithTheRemedy()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var result = Assert.Single(await CheckAsync($"127.0.0.1:{((IPEndPoint)server.Client.LocalEndPoint!).Port}"));
        Assert.Equal(CheckOutcome.Wrong, result.Outcome);
        Assert.Contains("no answer", result.Detail, StringComparison.Ordinal);
        Assert.Contains("UDP 3478", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tcp_OfLiveKitUrl_IsTriedToo()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var good = await CheckAsync(Nobody, $"ws://{server.LocalEndpoint}");
        var bad = await CheckAsync(Nobody, $"ws://{Nobody}");
        Assert.Equal([CheckOutcome.Good, CheckOutcome.Wrong], good.Select(result => result.Outcome));
        Assert.Equal([CheckOutcome.Wrong, CheckOutcome.Wrong], bad.Select(result => result.Outcome));
    }

    [Fact]
    public async Task Nothing_Given_IsUncheckedWithTheRemedy()
    {
        var result = Assert.Single(await CheckAsync(null));
        Assert.Equal(CheckOutcome.Unchecked, result.Outcome);
        Assert.Contains("LIVEKIT_URL", result.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bla")]
    [InlineData("ftp://127.0.0.1")]
    public async Task LiveKitUrl_ThatIsNone_IsWrong(string url) =>
        Assert.Equal(CheckOutcome.Wrong, Assert.Single(await CheckAsync(null, url)).Outcome);

    [Theory]
    [InlineData("a b")]
    [InlineData("host/path")]
    [InlineData("host:port")]
    public async Task RoomHost_ThatIsNone_IsAUsageError(string host) =>
        await Assert.ThrowsAsync<UsageException>(() => CheckAsync(host));

    private static Task<IReadOnlyList<CheckResult>> CheckAsync(string? host, string? url = null) =>
        new RoomServerCheck(host, url, new(TimeProvider.System)).RunAsync(Cancellation);
}
