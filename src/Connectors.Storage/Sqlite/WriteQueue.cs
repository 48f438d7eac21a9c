using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Connectors.Storage.Sqlite;

/// <summary>
/// Writes one after another on one connection. Whoever waits while a commit goes to the disk shares the next one; each still
/// has a savepoint of its own, so that what one of them fails at undoes nothing of the others.
/// </summary>
internal sealed class WriteQueue
{
    // Who comes when so many wait, waits for a place in the queue.
    private const int Places = 1_000;
    private const int SharedAtMost = 100;
    private const string Savepoint = "one";

    private readonly Channel<WriteJob> _jobs = Channel.CreateBounded<WriteJob>(new BoundedChannelOptions(Places) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly Task _loop;
    private volatile bool _isClosed;

    public WriteQueue(SqliteConnection connection)
    {
        _connection = connection;
        _loop = RunAsync();
    }

    public async Task<T> RunAsync<T>(Func<SqliteConnection, T> work, Func<T, bool> keep, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, keep, cancellationToken);
        try
        {
            await _jobs.Writer.WriteAsync(job, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase));
        }

        return await job.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Ends what has begun, refuses what waits, and closes the connection.</summary>
    public async Task CloseAsync(TimeSpan limit)
    {
        _isClosed = true;
        _jobs.Writer.TryComplete();
        try
        {
            await _loop.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            // Left to the end of the process, rather than closed under a running statement. What was acknowledged is safe.
            return;
        }

        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        List<WriteJob> shared = [];
        while (await _jobs.Reader.WaitToReadAsync())
        {
            while (_jobs.Reader.TryRead(out var job))
            {
                Commit(job, shared);
                shared.Clear();
            }
        }
    }

    private void Commit(WriteJob? job, List<WriteJob> shared)
    {
        try
        {
            if (_isClosed)
            {
                job!.Fail(new ObjectDisposedException(nameof(SqliteDatabase)));
                return;
            }

            shared.Add(job!);
            using var transaction = _connection.BeginTransaction(deferred: false);
            Attempt(job!, transaction);
            while (shared.Count < SharedAtMost && !_isClosed && _jobs.Reader.TryRead(out job))
            {
                shared.Add(job);
                Attempt(job, transaction);
            }

            transaction.Commit();
        }
        catch (Exception e)
        {
            // The transaction as a whole: nothing of it is kept, and everybody in it is told.
            shared.ForEach(one => one.Fail(e));
            return;
        }

        shared.ForEach(one => one.Acknowledge());
    }

    private void Attempt(WriteJob job, SqliteTransaction transaction)
    {
        if (job.WasCancelled())
        {
            return;
        }

        transaction.Save(Savepoint);
        if (!job.TryWork(_connection))
        {
            transaction.Rollback(Savepoint);
        }

        transaction.Release(Savepoint);
    }

    private abstract class WriteJob
    {
        public abstract bool WasCancelled();

        /// <summary>Does the work; false: what it has written must be undone.</summary>
        public abstract bool TryWork(SqliteConnection connection);

        public abstract void Acknowledge();

        public abstract void Fail(Exception e);
    }

    private sealed class WriteJob<T>(Func<SqliteConnection, T> work, Func<T, bool> keep, CancellationToken cancellationToken) : WriteJob
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _failure;
        private T? _result;

        public Task<T> Done => _done.Task;

        public override bool WasCancelled() =>
            cancellationToken.IsCancellationRequested && (_done.TrySetCanceled(cancellationToken) || true);

        public override bool TryWork(SqliteConnection connection)
        {
            try
            {
                _result = work(connection);
                return keep(_result);
            }
            catch (Exception e)
            {
                _failure = e;
                return false;
            }
        }

        public override void Acknowledge()
        {
            if (_failure is null)
            {
                _done.TrySetResult(_result!);
            }
            else
            {
                _done.TrySetException(_failure);
            }
        }

        public override void Fail(Exception e) => _done.TrySetException(_failure ?? e);
    }
}
