using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions;

/// <summary>
/// Looks after what the last run of this process left behind: sessions that can be gone on with are, the others are ended in
/// the books, and LiveAvatar's stop is owed.
/// </summary>
/// <param name="environment">What sessions need.</param>
/// <param name="host">Where they go on.</param>
/// <param name="reaper">Ends the others.</param>
/// <param name="admission">Where those that go on have their places.</param>
/// <param name="options">Which may go on.</param>
public sealed partial class SessionResumer(
    SessionEnvironment environment, LocalSessionHost host, AvatarReaper reaper, IAdmission admission, SessionResumeOptions options)
{
    private const int Batch = 50;

    private readonly SessionResumeRules _rules = new(options, environment.Bridges.Time);

    /// <summary>Goes through all of them, each once. To be called before the first session is started.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many are gone on with, and how many were ended.</returns>
    public async Task<(int Resumed, int Ended)> TakeUpAsync(CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        var resumed = 0;
        while (await NextAsync(seen, cancellationToken) is { Count: > 0 } left)
        {
            foreach (var record in left)
            {
                seen.Add(record.Id);
                if (await TryResumeAsync(record, cancellationToken))
                {
                    resumed++;
                }
                else
                {
                    await reaper.EndOrphanAsync(record, cancellationToken);
                }
            }
        }

        return (resumed, seen.Count - resumed);
    }

    private async Task<List<SessionRecord>> NextAsync(HashSet<string> seen, CancellationToken cancellationToken)
    {
        // Those that go on stand at the front of the list as they did before.
        var unfinished = await environment.Store.ListUnfinishedAsync(Batch + seen.Count, cancellationToken);
        return [.. unfinished.Where(record => !seen.Contains(record.Id))];
    }

    private async Task<bool> TryResumeAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (_rules.WhyNot(record) is { } obstacle)
        {
            Log.NotResumed(environment.Logger, record.Id, obstacle);
            return false;
        }

        try
        {
            // Whoever was in stays in: nobody asks again whether there is room.
            var claim = record.Details?.CredentialId is { } credential ? new CredentialClaim(credential, int.MaxValue) : null;
            admission.Readmit(new(record.Id, record.TenantId, new TenantQuotas(), claim, TimeSpan.Zero));
            if (await host.ResumeAsync(record, cancellationToken))
            {
                Log.Resumed(environment.Logger, record.Id, record.Epoch + 1);
                return true;
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ResumeBroke(environment.Logger, record.Id, error.GetType().FullName);
        }

        admission.Release(record.Id);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1025, LogLevel.Information, "Session {SessionId} of the last run was taken over, epoch {Epoch}")]
        public static partial void Resumed(ILogger logger, string sessionId, long epoch);

        [LoggerMessage(1026, LogLevel.Information, "Session {SessionId} of the last run could not be taken over: {Obstacle}")]
        public static partial void NotResumed(ILogger logger, string sessionId, string obstacle);

        [LoggerMessage(1027, LogLevel.Error, "The takeover of session {SessionId} broke: {ErrorType}")]
        public static partial void ResumeBroke(ILogger logger, string sessionId, string? errorType);
    }
}
