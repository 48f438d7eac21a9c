using System.Net.Sockets;
using System.Security.Cryptography;

namespace Connectors.Sandbox.Check;

/// <summary>Whether hosts can be reached by TCP, and by UDP as WebRTC needs it.</summary>
/// <param name="time">The clock.</param>
internal sealed class NetworkReach(TimeProvider time)
{
    /// <summary>How long anything is waited for.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // UDP may lose packets.
    private const int Attempts = 3;

    /// <summary>Opens a TCP connection to an address.</summary>
    public async Task<CheckResult> TcpAsync(string subject, Uri address, CancellationToken cancellationToken)
    {
        var port = address.Port;
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, port, cancellationToken).AsTask().WaitAsync(Limit, time, cancellationToken);
            return CheckResult.Good(subject, $"{address.Host}:{port} answers");
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            return CheckResult.Wrong(
                subject, $"{address.Host}:{port}: {error.Message}",
                $"Allow outgoing TCP to {address.Host}:{port} and check that the name resolves.");
        }
    }

    /// <summary>Sends a STUN binding request (RFC 8489) and waits for its answer.</summary>
    public async Task<CheckResult> UdpAsync(string subject, string host, int port, CancellationToken cancellationToken)
    {
        using var client = new UdpClient();
        try
        {
            client.Connect(host, port);
            var request = BindingRequest();
            for (var attempt = 1; ; attempt++)
            {
                await client.SendAsync(request, cancellationToken);
                if (await AnswersAsync(client, request, isLast: attempt == Attempts, cancellationToken))
                {
                    return CheckResult.Good(subject, $"{host}:{port} answers");
                }
            }
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            return CheckResult.Wrong(
                subject, $"{host}:{port}: {error.Message}",
                "Allow outgoing UDP 3478 and 50000-60000; without them media goes by TCP 443 or 7881 and is slower.");
        }
    }

    private static byte[] BindingRequest()
    {
        // Type 0x0001, length 0, magic cookie, a random transaction id.
        byte[] request = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, .. RandomNumberGenerator.GetBytes(12)];
        return request;
    }

    // The answer is of type 0x0101 or 0x0111 and carries cookie and transaction id.
    private static bool IsAnswer(ReadOnlySpan<byte> message, ReadOnlySpan<byte> request) =>
        message.Length >= request.Length && message[0] == 1 && message[1] is 0x01 or 0x11 && message[4..20].SequenceEqual(request[4..]);

    private async Task<bool> AnswersAsync(UdpClient client, byte[] request, bool isLast, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit / Attempts, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            UdpReceiveResult answer;
            do
            {
                answer = await client.ReceiveAsync(either.Token);
            }
            while (!IsAnswer(answer.Buffer, request));
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return isLast ? throw new TimeoutException("no answer.") : false;
        }
    }
}
