using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>
/// Admission of a node of a cluster. Whoever comes in here is asked for by tenant and credential only: where there is room is found
/// later, on any node, and that node has the last word on its own room (<see cref="HostAsync"/>). So a node that is being drained still
/// lets starts in that others will have.
/// </summary>
/// <param name="shared">What all nodes have, without a limit of this node's own.</param>
/// <param name="capacity">Sessions at once on this node.</param>
public sealed class NodeAdmission(SharedAdmission shared, int capacity) : IAdmission
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _hosted = new(StringComparer.Ordinal);
    private bool _isDraining;

    /// <inheritdoc/>
    public AdmissionFigures Figures
    {
        get
        {
            lock (_lock)
            {
                return new(_hosted.Count, capacity, shared.Figures.Waiting, _isDraining);
            }
        }
    }

    /// <inheritdoc/>
    public Task<Outcome<AdmissionTicket>> AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        shared.AdmitAsync(request, cancellationToken);

    /// <summary>Lets a session live here that came in on any node; exact however many come at once.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Why not, or null. Nothing is taken by whoever is refused.</returns>
    public async Task<Refusal?> HostAsync(SessionSpecification session, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isDraining || (_hosted.Count >= capacity && !_hosted.Contains(session.Id)))
            {
                return _isDraining ? AdmissionRefusals.Draining : AdmissionRefusals.Full(capacity);
            }

            _hosted.Add(session.Id);
        }

        await ReadmitAsync(Readmission.Of(session), cancellationToken);
        return null;
    }

    /// <inheritdoc/>
    public async Task ReadmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _hosted.Add(request.SessionId);
        }

        try
        {
            await shared.ReadmitAsync(request, cancellationToken);
        }
        catch
        {
            Release(request.SessionId);
            throw;
        }
    }

    /// <inheritdoc/>
    public void ChangeCredential(string sessionId, string credentialId) => shared.ChangeCredential(sessionId, credentialId);

    /// <inheritdoc/>
    public void Release(string sessionId)
    {
        lock (_lock)
        {
            _hosted.Remove(sessionId);
        }

        shared.Release(sessionId);
    }

    /// <inheritdoc/>
    public void SetDraining(bool isDraining)
    {
        lock (_lock)
        {
            _isDraining = isDraining;
        }
    }
}
