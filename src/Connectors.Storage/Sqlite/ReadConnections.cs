using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Connectors.Storage.Sqlite;

/// <summary>Connections that only read. With a write-ahead log they see the last commit and never wait for a writer.</summary>
internal sealed class ReadConnections : IAsyncDisposable
{
    [SuppressMessage("Usage", "CA2213", Justification = "Holds nothing to release, and whoever still waits for it must get it.")]
    private readonly SemaphoreSlim _free;
    private readonly ConcurrentBag<SqliteConnection> _connections;
    private readonly TimeSpan _closeLimit;
    private readonly int _count;
    private volatile bool _isClosed;

    public ReadConnections(IReadOnlyCollection<SqliteConnection> connections, TimeSpan closeLimit)
    {
        _closeLimit = closeLimit;
        _connections = [.. connections];
        _count = connections.Count;
        _free = new SemaphoreSlim(_count, _count);
    }

    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return await Task.Run(() => Run(work), CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <summary>Waits for what has begun, bounded, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        var idle = 0;
        while (idle < _count && await _free.WaitAsync(_closeLimit))
        {
            idle++;
            if (_connections.TryTake(out var connection))
            {
                await connection.DisposeAsync();
            }
        }

        // A connection that is still at work is left to the end of the process, rather than closed under a running statement.
        if (idle > 0)
        {
            _free.Release(idle);
        }
    }

    private T Run<T>(Func<SqliteConnection, T> work)
    {
        SqliteConnection? connection = null;
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed || !_connections.TryTake(out connection), typeof(SqliteDatabase));
            return work(connection);
        }
        finally
        {
            if (connection is not null)
            {
                _connections.Add(connection);
            }

            _free.Release();
        }
    }
}
