using Connectors.Core.Rooms;

namespace Connectors.LiveKit.Rooms;

/// <summary>Ends a room whose connection the library could not repair in time: by itself it tries for almost a minute.</summary>
/// <param name="limit">How long it may take.</param>
/// <param name="time">The clock.</param>
/// <param name="end">Ends the room.</param>
internal sealed class RepairLimit(TimeSpan limit, TimeProvider time, Action<RoomEvent.Ended> end) : IDisposable
{
    private readonly ITimer _timer = time.CreateTimer(
        _ => end(new(RoomEndKind.Lost, $"The connection broke and was not repaired within {limit.TotalSeconds:0.#} s.")),
        null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The connection broke.</summary>
    public void Start() => _timer.Change(limit, Timeout.InfiniteTimeSpan);

    /// <summary>It was repaired.</summary>
    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
