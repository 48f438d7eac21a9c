using System.Runtime.CompilerServices;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>Where one asks what a tenant used. Sessions count when they are over, on the day on which they were asked for.</summary>
/// <param name="records">Where that is kept.</param>
public sealed class UsageDesk(KeepingRecords records)
{
    private const int LongestDays = 400;
    private const int Page = 1_000;

    private static readonly TimeSpan Lead = TimeSpan.FromDays(1);

    /// <summary>Sums up by day and connector.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="from">First day (UTC).</param>
    /// <param name="to">Last day (UTC), at most 400 days later.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Outcome<UsageReport>> SumAsync(
        string tenantId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if (to < from || to.DayNumber - from.DayNumber > LongestDays)
        {
            return Refusal.Invalid(new FieldError("to", $"Must be the first day or up to {LongestDays} days later."));
        }

        Dictionary<(DateOnly Day, string Connector), UsageSum> sums = [];
        await foreach (var usage in BetweenAsync(tenantId, Start(from), Start(to.AddDays(1)), cancellationToken))
        {
            var day = DateOnly.FromDateTime(usage.CreatedAt.UtcDateTime);
            var (seconds, audio) = (usage.Seconds - usage.FallbackSeconds, (usage.AgentAudioSeconds ?? 0) - usage.FallbackAudioSeconds);
            var (live, failed) = usage.WasLive ? (1, 0) : (0, 1);
            Add(sums, new(day, usage.ConnectorId, live, failed, Math.Round(seconds, 3), Math.Round(audio, 3)));
            if (usage.FallbackConnectorId is { } fallback)
            {
                // The session itself counts with the connector that it began with.
                Add(sums, new(day, fallback, 0, 0, usage.FallbackSeconds, usage.FallbackAudioSeconds));
            }
        }

        return new UsageReport([.. sums.Values.OrderBy(sum => sum.Day).ThenBy(sum => sum.ConnectorId, StringComparer.Ordinal)]);
    }

    private static void Add(Dictionary<(DateOnly Day, string Connector), UsageSum> sums, UsageSum more)
    {
        var key = (more.Day, more.ConnectorId ?? string.Empty);
        sums[key] = sums.GetValueOrDefault(key) is not { } sum ? more : sum with
        {
            Sessions = sum.Sessions + more.Sessions,
            FailedStarts = sum.FailedStarts + more.FailedStarts,
            Seconds = sum.Seconds + more.Seconds,
            AgentAudioSeconds = sum.AgentAudioSeconds + more.AgentAudioSeconds,
        };
    }

    // Found by id, whose order is the order of time; a session may be asked for some time after its id was made.
    private async IAsyncEnumerable<UsageRecord> BetweenAsync(
        string tenantId, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = IdSource.Before(to);
        var next = IdSource.Before(from - Lead);
        while (next is not null)
        {
            var query = new RecordQuery(RecordKinds.Usage, tenantId) { After = next, Limit = Page };
            var page = await records.Usage.ListAsync(tenantId, query, cancellationToken);
            foreach (var usage in page.Values.Where(usage => usage.Value.CreatedAt >= from && usage.Value.CreatedAt < to))
            {
                yield return usage.Value;
            }

            next = string.CompareOrdinal(page.Next, last) < 0 ? page.Next : null;
        }
    }

    private static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
