using System.Net.Sockets;
using System.Security.Cryptography;

namespace Connectors.Sandbox.Check;

/// <summary>Whether hosts can be reached by TCP, and by UDP as WebRTC needs it.</summary>
/// <param name="time">The clock.</param>
internal sealed class NetworkReach(TimeProvider time)
{
    private const int StunPort = 3478;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Opens a TCP connection to an address.</summary>
    public async Task<CheckResult> TcpAsync(string subject, Uri address, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, cancellationToken).AsTask().WaitAsync(Limit, time, cancellationToken);
            return new(subject, true, $"{address.Host}:{address.Port} answers");
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            return new(
                subject, false, $"{address.Host}:{address.Port}: {error.Message}",
                $"Allow outgoing TCP to {address.Host}:{address.Port} and check that the name resolves.");
        }
    }

    /// <summary>Sends a STUN binding request (RFC 8489) to a room server, by UDP.</summary>
    public async Task<CheckResult> UdpAsync(string host, CancellationToken cancellationToken)
    {
        const string Subject = "UDP to the room server";
        using var client = new UdpClient();
        try
        {
            await client.SendAsync(BindingRequest(), host, StunPort, cancellationToken).AsTask().WaitAsync(Limit, time, cancellationToken);
            var answer = await client.ReceiveAsync(cancellationToken).AsTask().WaitAsync(Limit, time, cancellationToken);
            return new(Subject, true, $"{host}:{StunPort} answers ({answer.Buffer.Length} bytes)");
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            return new(
                Subject, false, $"{host}:{StunPort}: {error.Message}",
                "Allow outgoing UDP 3478 and 50000-60000; without them media goes by TCP 443 or 7881 and is slower.");
        }
    }

    private static byte[] BindingRequest()
    {
        // Type 0x0001, length 0, magic cookie, a random transaction id.
        byte[] request = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, .. RandomNumberGenerator.GetBytes(12)];
        return request;
    }
}
