using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Records;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>
/// The connection to the shared store. Every call ends within its limit with an answer or a <see cref="StoreUnavailableException"/>;
/// so many at most are without an answer at once, and nothing is asked again by itself.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly RedisStorageOptions _options;
    private readonly TimeProvider _time;
    private readonly RedisLink _reading;
    private readonly RedisLink _writing;
    [SuppressMessage("Usage", "CA2213", Justification = "Holds nothing to release, and whoever still waits for it must get it.")]
    private readonly SemaphoreSlim _places;
    private readonly RedisKey _prefix;
    private int _isClosed;

    private RedisConnection(RedisStorageOptions options, TimeProvider time, RedisLink reading, RedisLink writing)
    {
        _options = options;
        _time = time;
        _reading = reading;
        _writing = writing;
        _places = new SemaphoreSlim(options.CallsAtOnce, options.CallsAtOnce);
        _prefix = Prefix;
    }

    /// <summary>What all keys begin with. The braces keep them on one master wherever keys are spread by hash.</summary>
    public string Prefix => $"{{{_options.KeyPrefix}}}";

    /// <summary>Connects, and looks whether what is acknowledged will be kept.</summary>
    /// <exception cref="StoreUnavailableException">There is no Redis.</exception>
    /// <exception cref="InvalidDataException">It would lose what was acknowledged; names all that is wrong.</exception>
    public static RedisConnection Open(RedisStorageOptions options, TimeProvider time, ILogger<RedisConnection> logger)
    {
        var durability = new RedisDurability(options, time, logger);
        try
        {
            durability.Require();

            // WAIT holds up everything behind it on its connection.
            var writing = RedisLink.Open(options, time, durability);
            var reading = options.Replicas > 0 ? RedisLink.Open(options, time, durability: null) : writing;
            return new RedisConnection(options, time, reading, writing);
        }
        catch (Exception error) when (RedisFaults.Of(error) is { } away)
        {
            throw new StoreUnavailableException($"{away.Message} Asked: {options.Address}.");
        }
    }

    /// <summary>Runs a script that only reads.</summary>
    public Task<RedisResult> ReadAsync(RedisScript script, IEnumerable<RedisValue> arguments, CancellationToken cancellationToken) =>
        RunAsync(_reading, database => EvaluateAsync(database, script, [.. arguments]), cancellationToken);

    /// <summary>Reads fields of a hash; null where there is none.</summary>
    public Task<RedisValue[]> ReadAsync(string key, RedisValue[] fields, CancellationToken cancellationToken) =>
        RunAsync(_reading, database => database.HashGetAsync(Prefix + key, fields, CommandFlags.DemandMaster), cancellationToken);

    /// <summary>Runs a script that writes. What it wrote is on the master's disk and on as many replicas as the options say.</summary>
    public Task<RedisResult> WriteAsync(RedisScript script, IEnumerable<RedisValue> arguments, CancellationToken cancellationToken) =>
        RunAsync(
            _writing,
            database => _options.Replicas == 0
                ? EvaluateAsync(database, script, [.. arguments])
                : EvaluateReplicatedAsync(database, script, [.. arguments]),
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            await _writing.DisposeAsync();
            if (_reading != _writing)
            {
                await _reading.DisposeAsync();
            }
        }
    }

    private async Task<T> RunAsync<T>(RedisLink link, Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) == 1, typeof(RedisConnection));
        var begin = _time.GetTimestamp();
        using var late = new CancellationTokenSource(_options.CallLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(either.Token);
            var answer = await BeginAsync(() => call(link.Database)).WaitAsync(either.Token);
            link.OnAnswer();
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            link.OnLate(begin);
            throw RedisFaults.TooLate(_options.CallLimit);
        }
        catch (Exception error) when (RedisFaults.Of(error) is { } away)
        {
            throw away;
        }
    }

    // The place is taken until Redis has answered or the connection is given up, however long its caller waits. Run on the pool: the
    // client completes calls on the thread that reads for all of them.
    private Task<T> BeginAsync<T>(Func<Task<T>> call)
    {
        var begun = Task.Run(async () =>
        {
            try
            {
                return await call();
            }
            finally
            {
                _places.Release();
            }
        });

        // Whoever asked may have gone: a fault that nobody sees any more is none.
        begun.ContinueWith(
            static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return begun;
    }

    private async Task<RedisResult> EvaluateAsync(IDatabase database, RedisScript script, RedisValue[] arguments)
    {
        try
        {
            return await database.ExecuteAsync("EVALSHA", Arguments(script.Digest, arguments), CommandFlags.DemandMaster);
        }
        catch (RedisServerException error) when (RedisFaults.IsUnknownScript(error))
        {
            return await database.ExecuteAsync("EVAL", Arguments(script.Text, arguments), CommandFlags.DemandMaster);
        }
    }

    private async Task<RedisResult> EvaluateReplicatedAsync(IDatabase database, RedisScript script, RedisValue[] arguments)
    {
        try
        {
            return await EvaluateReplicatedAsync(database, "EVALSHA", script.Digest, arguments);
        }
        catch (RedisServerException error) when (RedisFaults.IsUnknownScript(error))
        {
            return await EvaluateReplicatedAsync(database, "EVAL", script.Text, arguments);
        }
    }

    // WAIT answers for what its own connection wrote, and at once on one that wrote nothing: after a reconnect in between it would
    // confirm anything. The connection's number before and after tells.
    private async Task<RedisResult> EvaluateReplicatedAsync(IDatabase database, string command, string script, RedisValue[] arguments)
    {
        var batch = database.CreateBatch();
        var before = batch.ExecuteAsync("CLIENT", ["ID"], CommandFlags.DemandMaster);
        var answer = batch.ExecuteAsync(command, Arguments(script, arguments), CommandFlags.DemandMaster);
        var limit = (long)_options.ReplicaLimit.TotalMilliseconds;
        var confirmed = batch.ExecuteAsync("WAIT", [_options.Replicas, limit], CommandFlags.DemandMaster);
        var after = batch.ExecuteAsync("CLIENT", ["ID"], CommandFlags.DemandMaster);
        batch.Execute();
        await Task.WhenAll(before, answer, confirmed, after);
        if ((long)await before != (long)await after)
        {
            throw new StoreUnavailableException("The connection to Redis was lost before replicas confirmed.");
        }

        return (long)await confirmed is var replicas && replicas >= _options.Replicas
            ? await answer
            : throw RedisFaults.TooFew(replicas, _options.Replicas);
    }

    private List<object> Arguments(string script, RedisValue[] arguments) => [script, 1, _prefix, .. arguments];
}
