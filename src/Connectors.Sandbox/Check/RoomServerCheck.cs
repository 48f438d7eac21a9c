namespace Connectors.Sandbox.Check;

/// <summary>Whether a LiveKit server can be reached: its signalling by TCP, its media by UDP.</summary>
/// <param name="host">Host to try by UDP, with or without a port; null for the one of <paramref name="url"/>.</param>
/// <param name="url">The server's address; null or empty if none is known.</param>
/// <param name="reach">Tries them.</param>
internal sealed class RoomServerCheck(string? host, string? url, NetworkReach reach)
{
    private const int StunPort = 3478;

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        List<CheckResult> results = [];
        Uri? server = null;
        if (!string.IsNullOrWhiteSpace(url))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out server) || server.Scheme is not ("ws" or "wss" or "http" or "https"))
            {
                return [CheckResult.Wrong("room server", "LIVEKIT_URL is no ws or wss address", "Mend it, or leave it out.")];
            }

            results.Add(await reach.TcpAsync("TCP to the room server", server, cancellationToken));
        }

        results.Add(await UdpAsync(server?.Host, cancellationToken));
        return results;
    }

    private async Task<CheckResult> UdpAsync(string? ofUrl, CancellationToken cancellationToken)
    {
        const string Subject = "UDP to the room server";
        if ((host ?? ofUrl) is not { } wanted)
        {
            return CheckResult.Unchecked(Subject, "no host given", "Name one by --room-host or LIVEKIT_URL.");
        }

        return Uri.TryCreate($"stun://{wanted}", UriKind.Absolute, out var address)
            && address is { Host.Length: > 0, PathAndQuery: "/" or "" }
            ? await reach.UdpAsync(Subject, address.Host, address.IsDefaultPort ? StunPort : address.Port, cancellationToken)
            : throw new UsageException($"--room-host must be HOST or HOST:PORT, but is '{wanted}'.");
    }
}
