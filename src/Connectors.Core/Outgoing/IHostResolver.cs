using System.Net;

namespace Connectors.Core.Outgoing;

/// <summary>Turns a host's name into addresses.</summary>
public interface IHostResolver
{
    /// <summary>All addresses of a host, best first.</summary>
    /// <param name="host">Its name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="System.Net.Sockets.SocketException">There is no such name, or nobody could be asked.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
