using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Admission;

/// <summary>This node's places among those of all nodes: taken, kept good, given back.</summary>
/// <param name="quotas">What all nodes have taken.</param>
/// <param name="capacity">Sessions at once on this node.</param>
/// <param name="logger">Told of places that could not be renewed or given back.</param>
/// <param name="onFreed">Told of a place of this node that is free again, or will be before anything else is asked here.</param>
[SuppressMessage("Design", "CA1001", Justification = "Without its wait handle a SemaphoreSlim holds nothing.")]
internal sealed partial class SharedPlaces(ISharedQuotas quotas, int capacity, ILogger logger, Action<SharedPlace> onFreed)
{
    private const int RenewedAtOnce = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Seat> _seats = new(StringComparer.Ordinal);
    private Task _releases = Task.CompletedTask;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _seats.Count;
            }
        }
    }

    /// <summary>Takes a place if the node has room and all quotas allow it.</summary>
    public async Task<Outcome<AdmissionTicket>> TakeAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var place = SharedPlace.ForStart(request);
        Task releases;
        lock (_lock)
        {
            if (Reserve(place) is { } refusal)
            {
                return refusal;
            }

            releases = _releases;
        }

        try
        {
            // What this node has given back must be free for whoever asks here afterwards.
            await releases.WaitAsync(cancellationToken);
            var answer = await quotas.TakeAsync(place, request, cancellationToken);
            if (answer.Verdict == QuotaVerdict.Taken)
            {
                Change(place, Standing.Held);
                return new AdmissionTicket(request.SessionId, () => LeaveIfIn(place));
            }

            Forget(place);
            return RefusalOf(answer, request);
        }
        catch (StoreUnavailableException error)
        {
            Log.NotAsked(logger, error.Message);
            LeaveIfIn(place);
            return AdmissionRefusals.StoreAway;
        }
        catch
        {
            LeaveIfIn(place);
            throw;
        }
    }

    /// <summary>Counts a session that is in, and takes its place over; if nobody can be asked, the next renewal does.</summary>
    public async Task TakeOverAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var place = SharedPlace.ForTakeover(request);
        lock (_lock)
        {
            _seats[request.SessionId] = new(place, Standing.Owed);
        }

        try
        {
            await TryAdoptAsync(place, cancellationToken);
        }
        catch
        {
            LeaveIfIn(place);
            throw;
        }
    }

    public void Leave(string sessionId)
    {
        SharedPlace? place;
        lock (_lock)
        {
            place = _seats.GetValueOrDefault(sessionId)?.Place;
        }

        if (place is not null)
        {
            LeaveIfIn(place);
        }
    }

    /// <summary>Counts a session that is in under another credential; if nobody can be asked, the next renewal does.</summary>
    public void ChangeCredential(string sessionId, string credentialId)
    {
        SharedPlace before;
        lock (_lock)
        {
            if (!_seats.TryGetValue(sessionId, out var seat) || seat.Place.CredentialId == credentialId)
            {
                return;
            }

            before = seat.Place;
            _seats[sessionId] = seat with { Place = before with { CredentialId = credentialId } };
            FreeBy(Task.Run(() => RenewAsync(sessionId)));
        }

        onFreed(before);
    }

    /// <summary>Waits until what was given back is free for all nodes, or its call has failed.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _releases.WaitAsync(cancellationToken);
        }
    }

    // Whoever is being asked for counts already: near the node's capacity one that is refused in the end may keep another one out.
    private Refusal? Reserve(SharedPlace place)
    {
        var refusal = _seats.ContainsKey(place.SessionId) ? AdmissionRefusals.Twice
            : _seats.Count >= capacity ? AdmissionRefusals.Full(capacity)
            : null;
        if (refusal is null)
        {
            _seats.Add(place.SessionId, new(place, Standing.Asked));
        }

        return refusal;
    }

    private void Change(SharedPlace place, Standing standing)
    {
        lock (_lock)
        {
            if (IsIn(place))
            {
                _seats[place.SessionId] = _seats[place.SessionId] with { Standing = standing };
            }
        }
    }

    private bool Forget(SharedPlace place)
    {
        lock (_lock)
        {
            return IsIn(place) && _seats.Remove(place.SessionId);
        }
    }

    private bool IsIn(SharedPlace place) => _seats.GetValueOrDefault(place.SessionId)?.Place.Token == place.Token;

    // A ticket of a failed start must not give back the place of the same session's next start.
    private void LeaveIfIn(SharedPlace place)
    {
        lock (_lock)
        {
            if (!IsIn(place))
            {
                return;
            }

            _seats.Remove(place.SessionId, out var seat);
            place = seat!.Place;
            FreeBy(Task.Run(() => GiveBackAsync(place)));
        }

        onFreed(place);
    }

    private void FreeBy(Task call) => _releases = _releases.IsCompleted ? call : Task.WhenAll(_releases, call);

    private async Task GiveBackAsync(SharedPlace place)
    {
        try
        {
            await quotas.ReleaseAsync(place, CancellationToken.None);
        }
        catch (Exception error)
        {
            // Nobody renews it any more.
            Log.NotGivenBack(logger, place.SessionId, error.GetType().FullName);
        }
    }

    private static Refusal RefusalOf(QuotaAnswer answer, AdmissionRequest request) => answer.Verdict switch
    {
        QuotaVerdict.Twice => AdmissionRefusals.Twice,
        QuotaVerdict.TooManySessions => AdmissionRefusals.Quota(request.Quotas.SessionsAtOnce),
        QuotaVerdict.TooManyStarts => AdmissionRefusals.Rate(request.Quotas.StartsPerMinute, answer.RetryAfter),
        _ => AdmissionRefusals.Busy(request.Credential!),
    };

    private enum Standing
    {
        // Asked for and not answered: a renewal must not take what may be refused.
        Asked,

        // The session is in, its place is still to be taken over: a renewal would find it another's.
        Owed,

        Held,
    }

    private sealed record Seat(SharedPlace Place, Standing Standing);
}
