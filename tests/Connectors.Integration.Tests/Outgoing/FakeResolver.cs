using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Connectors.Core.Outgoing;

namespace Connectors.Integration.Tests.Outgoing;

/// <summary>Gives one prepared answer after the other; the last one again and again.</summary>
internal sealed class FakeResolver(params string[][] answers) : IHostResolver
{
    private readonly ConcurrentQueue<string[]> _answers = new(answers);
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        if (!(_answers.Count > 1 ? _answers.TryDequeue(out var answer) : _answers.TryPeek(out answer)))
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        return Task.FromResult<IReadOnlyList<IPAddress>>([.. answer.Select(IPAddress.Parse)]);
    }
}
