namespace Connectors.Core.Sessions.Admission;

/// <summary>A tenant's starts within the last minute.</summary>
internal sealed class StartWindow(TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _starts = new();

    public int Count
    {
        get
        {
            while (_starts.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Length)
            {
                _starts.Dequeue();
            }

            return _starts.Count;
        }
    }

    public void Add() => _starts.Enqueue(time.GetTimestamp());

    /// <summary>When there will be fewer than a limit; null for a limit of none.</summary>
    public TimeSpan? UntilBelow(int limit) =>
        limit == 0 ? null : Length - time.GetElapsedTime(_starts.ElementAt(Count - limit));
}
