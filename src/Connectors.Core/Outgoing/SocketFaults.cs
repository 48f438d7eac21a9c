using System.Net.Sockets;

namespace Connectors.Core.Outgoing;

/// <summary>
/// Makes every failure to connect the <see cref="HttpRequestException"/> that callers expect. A connection that its peer resets
/// right after it was made is the exception: .NET asks its socket for the remote end outside of what it wraps, and the bare
/// <see cref="SocketException"/> escapes (seen in .NET 10, <c>HttpConnectionPool.ConnectAsync</c>).
/// </summary>
/// <param name="inner">What sends.</param>
public sealed class SocketFaults(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (SocketException error)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, error.Message, error);
        }
    }
}
