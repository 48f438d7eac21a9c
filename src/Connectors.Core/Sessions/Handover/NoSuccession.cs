namespace Connectors.Core.Sessions.Handover;

/// <summary>A process that is alone.</summary>
public sealed class NoSuccession : ISuccession
{
    /// <inheritdoc/>
    public bool HasPeers => false;

    /// <inheritdoc/>
    public Task<ISuccessor?> PrepareAsync(string sessionId, CancellationToken cancellationToken) =>
        Task.FromResult<ISuccessor?>(null);
}
