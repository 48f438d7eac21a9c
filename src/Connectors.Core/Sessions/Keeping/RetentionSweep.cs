using System.Collections.Concurrent;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>
/// Deletes what is no longer to be kept: transcripts, events and sessions as each tenant's retention says now, and what has run out
/// by itself. Deliveries of webhooks go with their outbox.
/// </summary>
/// <param name="records">What is kept of sessions.</param>
/// <param name="content">The same, to be removed.</param>
/// <param name="sessions">The sessions themselves.</param>
/// <param name="tenants">Whose they are.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of failures.</param>
public sealed partial class RetentionSweep(
    KeepingRecords records,
    SessionContent content,
    ISessionStore sessions,
    TenancyRecords tenants,
    TimeProvider time,
    ILogger<RetentionSweep> logger)
{
    private const int Batch = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    // Their due time is when they run out.
    private static readonly string[] Passing = [RecordKinds.Idempotency, RecordKinds.PreparedSession];

    // What a tenant's due times were last made by.
    private readonly ConcurrentDictionary<string, TenantRetention> _known = new(StringComparer.Ordinal);

    /// <summary>Sweeps again and again.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                await TrySweepAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>One round.</summary>
    /// <param name="cancellationToken">Cancels it; the next round does the rest.</param>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenant in TenantsAsync(cancellationToken))
        {
            // A tenant may have shortened it; what is kept was due later then.
            if (_known.GetValueOrDefault(tenant.Id) != tenant.Retention)
            {
                await ScheduleAsync(tenant, cancellationToken);
                _known[tenant.Id] = tenant.Retention;
            }

            await sessions.RemoveEndedAsync(tenant.Id, time.GetUtcNow().AddDays(-tenant.Retention.SessionDays), cancellationToken);
        }

        await SweepContentAsync(cancellationToken);
        foreach (var kind in Passing)
        {
            await SweepPassingAsync(kind, cancellationToken);
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SweepBroke(logger, error.GetType().FullName);
        }
    }

    private async IAsyncEnumerable<Tenant> TenantsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = (string?)string.Empty;
        while (next is not null)
        {
            var query = new RecordQuery(RecordKinds.Tenant, RecordKey.Operator) { After = next is "" ? null : next };
            var page = await tenants.Tenants.ListAsync(RecordKey.Operator, query, cancellationToken);
            foreach (var tenant in page.Values.Where(tenant => tenant.Value.State != TenantState.Deleting))
            {
                yield return tenant.Value;
            }

            next = page.Next;
        }
    }

    private async Task ScheduleAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var next = (string?)string.Empty;
        while (next is not null)
        {
            var query = new RecordQuery(RecordKinds.Usage, tenant.Id) { After = next is "" ? null : next, Limit = RecordLimits.Results };
            var page = await records.Usage.ListAsync(tenant.Id, query, cancellationToken);
            foreach (var usage in page.Values.Where(usage => usage.Value.DueBy(tenant.Retention).Due != usage.Value.Due))
            {
                await ReplaceAsync(usage, usage.Value.DueBy(tenant.Retention), cancellationToken);
            }

            next = page.Next;
        }
    }

    private async Task SweepContentAsync(CancellationToken cancellationToken)
    {
        while (await records.Usage.ListDueAsync(time.GetUtcNow(), Batch, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var usage in due)
            {
                await SweepAsync(usage, cancellationToken);
            }
        }
    }

    // Ends with a later due time or none: else the loop would meet it again for ever.
    private async Task SweepAsync(Stored<UsageRecord> stored, CancellationToken cancellationToken)
    {
        var usage = stored.Value;
        var tenant = await tenants.Tenants.FindAsync(RecordKey.Operator, usage.TenantId, cancellationToken);
        var retention = tenant?.Value.Retention ?? new() { TranscriptDays = 0, EventDays = 0 };
        var now = time.GetUtcNow();
        if (usage.HasTranscript && usage.EndedAt.AddDays(retention.TranscriptDays) <= now)
        {
            await records.Store.WriteAsync([SessionContent.RemovalOfTranscript(usage.TenantId, usage.SessionId)], cancellationToken);
            usage = usage with { HasTranscript = false };
        }

        if (usage.HasEvents && usage.EndedAt.AddDays(retention.EventDays) <= now)
        {
            await content.RemoveEventsAsync(usage.TenantId, usage.SessionId, cancellationToken);
            usage = usage with { HasEvents = false };
        }

        await ReplaceAsync(stored, usage.DueBy(retention), cancellationToken);
    }

    private async Task ReplaceAsync(Stored<UsageRecord> stored, UsageRecord usage, CancellationToken cancellationToken) =>
        await records.Store.WriteAsync(
            [await records.Usage.ReplaceAsync(stored with { Value = usage }, cancellationToken)], cancellationToken);

    private async Task SweepPassingAsync(string kind, CancellationToken cancellationToken)
    {
        while (await records.Store.ListDueAsync(kind, time.GetUtcNow(), Batch, cancellationToken) is { Count: > 0 } due)
        {
            await records.Store.WriteAsync(
                [.. due.Select(record => new RecordWrite.Remove(record.Key))], cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1271, LogLevel.Error, "A sweep over what is no longer to be kept broke: {ErrorType}")]
        public static partial void SweepBroke(ILogger logger, string? errorType);
    }
}
