using Connectors.Core.Sessions.Fencing;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>The fence that nodes share.</summary>
/// <param name="connection">The connection.</param>
/// <param name="options">How long a lease is.</param>
internal sealed class RedisFence(RedisConnection connection, RedisStorageOptions options) : ISessionFence
{
    /// <inheritdoc/>
    public TimeSpan Lease => options.FenceLease;

    /// <inheritdoc/>
    public async Task<FenceHold?> TakeAsync(string sessionId, string holder, long seen, CancellationToken cancellationToken)
    {
        var epoch = (long)await connection.WriteAsync(FenceScripts.Take, Arguments(sessionId, holder, seen, Lease), cancellationToken);
        return epoch == 0 ? null : new(sessionId, holder, epoch);
    }

    /// <inheritdoc/>
    public async Task<bool> RenewAsync(FenceHold hold, CancellationToken cancellationToken) =>
        (long)await connection.WriteAsync(FenceScripts.Renew, Arguments(hold, Lease), cancellationToken) == 1;

    /// <inheritdoc/>
    public Task ReleaseAsync(FenceHold hold, CancellationToken cancellationToken) =>
        connection.WriteAsync(FenceScripts.Renew, Arguments(hold, TimeSpan.Zero), cancellationToken);

    /// <inheritdoc/>
    public async Task<FenceState?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        RedisAnswers.Values(await connection.ReadAsync(FenceScripts.Find, [sessionId], cancellationToken))
            is [var holder, var epoch, var left]
            ? new(RedisAnswers.Text(holder), (long)epoch, TimeSpan.FromMilliseconds((long)left))
            : null;

    private static RedisValue[] Arguments(FenceHold hold, TimeSpan lease) => Arguments(hold.SessionId, hold.Holder, hold.Epoch, lease);

    private static RedisValue[] Arguments(string sessionId, string holder, long epoch, TimeSpan lease) =>
        [sessionId, holder, epoch, (long)lease.TotalMilliseconds, (long)FenceLimits.Memory.TotalMilliseconds];
}
