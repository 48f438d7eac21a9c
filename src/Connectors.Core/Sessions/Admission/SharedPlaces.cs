using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Admission;

/// <summary>This node's places among those of all nodes: taken, kept good, given back.</summary>
/// <param name="quotas">What all nodes have taken.</param>
/// <param name="capacity">Sessions at once on this node.</param>
/// <param name="logger">Told of places that could not be renewed or given back.</param>
/// <param name="onFreed">Told of a place of this node that is free again, or will be before anything else is asked here.</param>
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

    /// <summary>Waits until what was given back is free for all nodes, or its call has failed.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _releases.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Makes all places good for another lease, takes over what couldn't be, and forgets what is another node's.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        foreach (var place in Those(Standing.Owed))
        {
            if (!await TryAdoptAsync(place, cancellationToken))
            {
                break;
            }
        }

        foreach (var chunk in Those(Standing.Held).Chunk(RenewedAtOnce))
        {
            try
            {
                var lost = await quotas.RenewAsync(chunk, cancellationToken);
                if (lost.Count(Forget) is > 0 and var count)
                {
                    Log.PlacesLost(logger, count);
                }
            }
            catch (StoreUnavailableException error)
            {
                Log.NotRenewed(logger, chunk.Length, error.Message);
            }
        }
    }

    private List<SharedPlace> Those(Standing standing)
    {
        lock (_lock)
        {
            return [.. _seats.Values.Where(seat => seat.Standing == standing).Select(seat => seat.Place)];
        }
    }

    // Whether somebody could be asked.
    private async Task<bool> TryAdoptAsync(SharedPlace place, CancellationToken cancellationToken)
    {
        try
        {
            if (await quotas.AdoptAsync(place, cancellationToken))
            {
                Change(place, Standing.Held);
            }
            else if (Forget(place))
            {
                Log.PlacesLost(logger, 1);
            }

            return true;
        }
        catch (StoreUnavailableException error)
        {
            Log.NotTakenOver(logger, place.SessionId, error.Message);
            return false;
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
                _seats[place.SessionId] = new(place, standing);
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

    private bool IsIn(SharedPlace place) => _seats.GetValueOrDefault(place.SessionId)?.Place == place;

    // A ticket of a failed start must not give back the place of the same session's next start.
    private void LeaveIfIn(SharedPlace place)
    {
        lock (_lock)
        {
            if (!IsIn(place))
            {
                return;
            }

            _seats.Remove(place.SessionId);
            var release = Task.Run(() => GiveBackAsync(place));
            _releases = _releases.IsCompleted ? release : Task.WhenAll(_releases, release);
        }

        onFreed(place);
    }

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

    private static partial class Log
    {
        [LoggerMessage(1291, LogLevel.Warning, "{Places} places could not be renewed: {Fault}")]
        public static partial void NotRenewed(ILogger logger, int places, string fault);

        [LoggerMessage(1292, LogLevel.Debug, "{Places} places were taken over by other nodes")]
        public static partial void PlacesLost(ILogger logger, int places);

        [LoggerMessage(1293, LogLevel.Warning, "The place of session {SessionId} was not given back and ends with its lease: {ErrorType}")]
        public static partial void NotGivenBack(ILogger logger, string sessionId, string? errorType);

        [LoggerMessage(1294, LogLevel.Warning, "A session was refused because quotas could not be looked at: {Fault}")]
        public static partial void NotAsked(ILogger logger, string fault);

        [LoggerMessage(1295, LogLevel.Warning, "The place of session {SessionId} was not taken over, each renewal tries again: {Fault}")]
        public static partial void NotTakenOver(ILogger logger, string sessionId, string fault);
    }
}
