namespace Connectors.Sandbox.ElevenLabs;

/// <summary>Counts conversations against the plan's limit; those over it may wait for a place.</summary>
/// <param name="time">Clock of the waiting.</param>
internal sealed class ElevenLabsPlaces(TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _freed = new(0);
    private int _taken;

    public bool TryTake(int limit)
    {
        lock (_lock)
        {
            if (_taken >= limit)
            {
                return false;
            }

            _taken++;
            return true;
        }
    }

    /// <summary>Waits for a place.</summary>
    /// <param name="limit">Of the plan.</param>
    /// <param name="patience">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if none became free.</returns>
    public async Task<bool> TakeAsync(int limit, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (!TryTake(limit))
            {
                await _freed.WaitAsync(either.Token);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Free()
    {
        lock (_lock)
        {
            _taken--;
        }

        _freed.Release();
    }

    public void Dispose() => _freed.Dispose();
}
