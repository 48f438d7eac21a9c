using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>
/// One connection, made anew when it has gone dumb. The client notices a connection that was closed, and comes back by itself; one whose
/// packets vanish it would keep for as long as the system does, a quarter of an hour, if it is asked often enough.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private readonly RedisStorageOptions _options;
    private readonly TimeProvider _time;
    private readonly RedisDurability? _durability;
    private readonly Lock _lock = new();
    private ConnectionMultiplexer _connection;
    private long _lastAnswer;
    private readonly CancellationTokenSource _closing = new();
    private Task _renewal = Task.CompletedTask;

    private RedisLink(RedisStorageOptions options, TimeProvider time, ConnectionMultiplexer connection, RedisDurability? durability)
    {
        (_options, _time, _connection, _durability) = (options, time, connection, durability);
        _durability?.Watch(connection);
    }

    public IDatabase Database => Volatile.Read(ref _connection).GetDatabase();

    /// <summary>Connects.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="durability">Looks at the server again whenever it is back; or null.</param>
    public static RedisLink Open(RedisStorageOptions options, TimeProvider time, RedisDurability? durability) =>
        new(options, time, ConnectionMultiplexer.Connect(RedisSetup.Of(options)), durability);

    /// <summary>Something was answered.</summary>
    public void OnAnswer() => Volatile.Write(ref _lastAnswer, _time.GetTimestamp());

    /// <summary>A call got no answer within its limit.</summary>
    /// <param name="begin">When it was made.</param>
    public void OnLate(long begin)
    {
        lock (_lock)
        {
            if (Volatile.Read(ref _lastAnswer) < begin && _renewal.IsCompleted && !_closing.IsCancellationRequested)
            {
                _renewal = Task.Run(RenewAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task renewal;
        lock (_lock)
        {
            renewal = _renewal;
        }

        // At most as long as connecting may take.
        await renewal;
        RedisSetup.Close(_connection);
        _closing.Dispose();
    }

    private async Task RenewAsync()
    {
        var begin = _time.GetTimestamp();
        try
        {
            var fresh = await ConnectionMultiplexer.ConnectAsync(RedisSetup.Of(_options));
            if (Volatile.Read(ref _lastAnswer) > begin)
            {
                RedisSetup.Close(fresh);
                return;
            }

            var old = Interlocked.Exchange(ref _connection, fresh);
            _durability?.Watch(fresh);
            await (_durability?.LookAgainAsync(fresh) ?? Task.CompletedTask);
            await CloseAsync(old);
        }
        catch (Exception error) when (RedisFaults.Of(error) is not null)
        {
            // Nobody there yet. The next late call tries again.
        }
    }

    // It may have come to life in this moment, with calls on it.
    private async Task CloseAsync(ConnectionMultiplexer connection)
    {
        try
        {
            await Task.Delay(_options.CallLimit, _time, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // Everything ends.
        }

        RedisSetup.Close(connection);
    }
}
