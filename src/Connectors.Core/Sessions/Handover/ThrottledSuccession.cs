namespace Connectors.Core.Sessions.Handover;

/// <summary>Lets only so many sessions be made ready at once.</summary>
internal sealed class ThrottledSuccession(ISuccession inner, SemaphoreSlim places) : ISuccession
{
    public bool HasPeers => inner.HasPeers;

    public async Task<ISuccessor?> PrepareAsync(string sessionId, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await inner.PrepareAsync(sessionId, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }
}
