using System.Net;
using System.Net.Sockets;
using Connectors.Transport;

namespace Connectors.Core.Outgoing;

/// <summary>
/// Guards connections to addresses that tenants or peers name: a host is resolved once, every address is judged, and only an
/// address that was judged is connected to. A name that changes its mind in between (DNS rebinding) gains nothing.
/// </summary>
/// <param name="policy">Which addresses are allowed.</param>
/// <param name="resolver">Resolves names.</param>
/// <param name="time">Clock of the limits.</param>
public sealed class OutgoingGuard(AddressPolicy policy, IHostResolver resolver, TimeProvider time)
{
    // Names are resolved, and so judged, again after so long.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AddressLimit = TimeSpan.FromSeconds(4);

    private const int MostAddresses = 8;

    /// <summary>
    /// What sends all requests and WebSocket upgrades that go through this guard. Redirects are not followed (keys are headers
    /// of their own and would go along), cookies are not kept (tenants share it), and no proxy is used: it would resolve by
    /// itself.
    /// </summary>
    /// <param name="sendBufferBytes">
    /// Bytes that the system may hold back of what was sent: they can't be taken back by an interrupt, and hide a peer that
    /// stopped reading.
    /// </param>
    public HttpMessageInvoker CreateInvoker(int sendBufferBytes) => new(new SocketFaults(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectLimit,
        PooledConnectionLifetime = ConnectionLifetime,
        ConnectCallback = async (context, cancellationToken) =>
            new NetworkStream(await ConnectAsync(context.DnsEndPoint, sendBufferBytes, cancellationToken), ownsSocket: true),
    }));

    private async Task<Socket> ConnectAsync(DnsEndPoint named, int sendBufferBytes, CancellationToken cancellationToken)
    {
        var (host, port) = (named.Host, named.Port);
        var failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in await PermittedAsync(host, cancellationToken))
        {
            using var limit = new CancellationTokenSource(AddressLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.SendBufferSize = sendBufferBytes;
                await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
                return socket;
            }
            catch (Exception error)
            {
                socket.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                failure = error as SocketException ?? new((int)SocketError.TimedOut);
            }
        }

        throw failure;
    }

    // What was found inside is not told: only that it isn't public.
    private async Task<IReadOnlyList<IPAddress>> PermittedAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellationToken);
        List<IPAddress> permitted = [];
        string? refused = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            if (policy.RefusedRange(address) is { } range)
            {
                refused = range;
            }
            else
            {
                permitted.Add(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
            }
        }

        return permitted.Count == 0 && refused is not null
            ? throw new OutgoingRefusedException($"The address of '{host}' is in {refused}, which this server doesn't allow.")
            : permitted;
    }
}
