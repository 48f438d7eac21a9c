namespace Connectors.Core.Bridging;

/// <summary>How often an agent may be lost: so many times within ten minutes, with growing pauses before each new attempt.</summary>
internal sealed class ReconnectBudget(Alarms alarms, int limit)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Queue<TimeSpan> _losses = new();

    /// <summary>Takes an attempt; false if there is none left.</summary>
    /// <param name="pause">How long to wait before it: nothing at first, then half a second, twice as long each time.</param>
    public bool TryTake(out TimeSpan pause)
    {
        while (_losses.TryPeek(out var oldest) && alarms.Now - oldest > Window)
        {
            _losses.Dequeue();
        }

        pause = TimeSpan.FromMilliseconds(_losses.Count == 0 ? 0 : 500 << Math.Min(_losses.Count - 1, 4));
        _losses.Enqueue(alarms.Now);
        return _losses.Count <= limit;
    }
}
