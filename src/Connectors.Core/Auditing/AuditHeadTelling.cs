using Connectors.Core.Records;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Auditing;

/// <summary>
/// Tells the log stream, which is kept elsewhere, of the head of every audit log: at the start, every hour and at the end, if
/// it has changed. With it, a tail that was cut off can be noticed.
/// </summary>
/// <param name="records">Where the logs are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log stream.</param>
public sealed partial class AuditHeadTelling(IRecordStore records, TimeProvider time, ILogger<AuditHeadTelling> logger)
{
    private readonly Dictionary<string, long> _told = [];

    /// <summary>How often.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromHours(1);

    /// <summary>Tells until it is stopped, and a last time then.</summary>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        using var hours = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await TryTellAsync(stop);
            }
            while (await hours.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Whoever stops it waits for it, with a limit of his own.
            await TryTellAsync(CancellationToken.None);
        }
    }

    private async Task TryTellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var tenantId in AuditTenants.ListAsync(records, cancellationToken))
            {
                await TellAsync(tenantId, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next hour is another chance, and the log itself says what is wrong with the store.
            Log.Untold(logger, e);
        }
    }

    private async Task TellAsync(string tenantId, CancellationToken cancellationToken)
    {
        var stored = await records.FindAsync(AuditRecord.HeadOf(tenantId), cancellationToken);
        if (stored is null || _told.GetValueOrDefault(tenantId) == stored.Version)
        {
            return;
        }

        if (AuditRecord.ParseHead(stored.Body.Span) is { } head)
        {
            Log.Head(logger, tenantId is RecordKey.Operator ? "operator" : tenantId, head.Sequence, head.Mac);
            _told[tenantId] = stored.Version;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4021, LogLevel.Information, "The audit log of {TenantId} had its head at {Sequence}:{Mac}")]
        public static partial void Head(ILogger logger, string tenantId, long sequence, string mac);

        [LoggerMessage(4022, LogLevel.Error, "The heads of the audit logs could not be told")]
        public static partial void Untold(ILogger logger, Exception e);
    }
}
