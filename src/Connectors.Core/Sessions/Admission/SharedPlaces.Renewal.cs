using Connectors.Core.Records;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Admission;

/// <content>Keeping places good.</content>
internal sealed partial class SharedPlaces
{
    // A renewal that was on its way would count a session again under the credential that it doesn't use any more.
    private readonly SemaphoreSlim _renewing = new(1);

    /// <summary>Makes all places good for another lease, takes over what couldn't be, and forgets what is another node's.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
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
                await RenewAsync(chunk, cancellationToken);
            }
        }
        finally
        {
            _renewing.Release();
        }
    }

    // Its place as it is now. One that isn't held is taken over by the next round.
    private async Task RenewAsync(string sessionId)
    {
        await _renewing.WaitAsync();
        try
        {
            await RenewAsync([.. Those(Standing.Held).Where(place => place.SessionId == sessionId)], CancellationToken.None);
        }
        catch (Exception error)
        {
            Log.NotRenewed(logger, 1, error.GetType().Name);
        }
        finally
        {
            _renewing.Release();
        }
    }

    private async Task RenewAsync(SharedPlace[] places, CancellationToken cancellationToken)
    {
        try
        {
            var lost = places.Length == 0 ? [] : await quotas.RenewAsync(places, cancellationToken);
            if (lost.Count(Forget) is > 0 and var count)
            {
                Log.PlacesLost(logger, count);
            }
        }
        catch (StoreUnavailableException error)
        {
            Log.NotRenewed(logger, places.Length, error.Message);
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
