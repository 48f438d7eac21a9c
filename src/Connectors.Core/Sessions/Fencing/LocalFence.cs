namespace Connectors.Core.Sessions.Fencing;

/// <summary>The fence of a single node: in this process, by its clock.</summary>
/// <param name="lease">How long a hold is good for. 1 to 60 s.</param>
/// <param name="time">The clock.</param>
public sealed class LocalFence(TimeSpan lease, TimeProvider time) : ISessionFence
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private long _swept = time.GetTimestamp();

    /// <inheritdoc/>
    public TimeSpan Lease => lease;

    /// <inheritdoc/>
    public Task<FenceHold?> TakeAsync(string sessionId, string holder, long seen, CancellationToken cancellationToken) => Answer(
        () =>
        {
            Sweep();
            var place = _places.GetValueOrDefault(sessionId);
            if ((place?.Epoch ?? 0) != seen || (place is not null && LeftOf(place) > TimeSpan.Zero))
            {
                return null;
            }

            _places[sessionId] = new(holder, seen + 1, time.GetTimestamp(), false);
            return new FenceHold(sessionId, holder, seen + 1);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(FenceHold hold, CancellationToken cancellationToken) => Answer(
        () =>
        {
            if (!IsHeldBy(hold))
            {
                return false;
            }

            _places[hold.SessionId] = new(hold.Holder, hold.Epoch, time.GetTimestamp(), false);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(FenceHold hold, CancellationToken cancellationToken) => Answer(
        () =>
        {
            if (IsHeldBy(hold))
            {
                _places[hold.SessionId] = new(hold.Holder, hold.Epoch, time.GetTimestamp(), true);
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<FenceState?> FindAsync(string sessionId, CancellationToken cancellationToken) => Answer(
        () => _places.GetValueOrDefault(sessionId) is { } place ? new FenceState(place.Holder, place.Epoch, LeftOf(place)) : null,
        cancellationToken);

    // Released by itself, it can't be renewed: whoever gave it up has no more right to it than any other.
    private bool IsHeldBy(FenceHold hold) =>
        _places.GetValueOrDefault(hold.SessionId) is { IsReleased: false } place
        && place.Epoch == hold.Epoch && place.Holder == hold.Holder;

    private TimeSpan LeftOf(Place place)
    {
        var left = lease - time.GetElapsedTime(place.Touched);
        return place.IsReleased || left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private void Sweep()
    {
        if (time.GetElapsedTime(_swept) < FenceLimits.Memory / 10)
        {
            return;
        }

        _swept = time.GetTimestamp();
        foreach (var (id, place) in _places.ToList())
        {
            if (time.GetElapsedTime(place.Touched) >= FenceLimits.Memory)
            {
                _places.Remove(id);
            }
        }
    }

    private Task<T> Answer<T>(Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(work());
        }
    }

    private sealed record Place(string Holder, long Epoch, long Touched, bool IsReleased);
}
