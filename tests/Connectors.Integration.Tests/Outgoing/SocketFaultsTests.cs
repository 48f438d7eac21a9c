using System.Net;
using System.Net.Sockets;
using Connectors.Core.Outgoing;

namespace Connectors.Integration.Tests.Outgoing;

public class SocketFaultsTests
{
    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Connection_ResetRightAfterItWasMade_IsAFailureToConnect(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new HttpMessageInvoker(new SocketFaults(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                using (var peer = await listener.AcceptSocketAsync(cancellationToken))
                {
                    peer.LingerState = new(enable: true, 0);
                }

                Assert.True(socket.Poll(TimeSpan.FromSeconds(20), SelectMode.SelectRead), "The reset did not come.");
                return new NetworkStream(socket, ownsSocket: true);
            },
        }));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{listener.LocalEndpoint}/");

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => http.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        Assert.IsType<SocketException>(error.InnerException);
    }
}
