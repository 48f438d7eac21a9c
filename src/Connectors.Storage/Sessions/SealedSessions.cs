using Connectors.Core.Sessions;
using Connectors.Core.Vault;
using Microsoft.Extensions.Logging;

namespace Connectors.Storage.Sessions;

/// <summary>Between rows and records: seals, opens, and leaves out what can't be read, logged and counted.</summary>
/// <param name="vault">Seals what is secret.</param>
/// <param name="logger">Told of rows that can't be read.</param>
internal sealed partial class SealedSessions(IVault vault, ILogger logger)
{
    private long _unreadable;

    /// <summary>How often a row was left out because it could not be read.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    /// <summary>The box of a record.</summary>
    public ValueTask<byte[]> SealAsync(SessionRecord record, CancellationToken cancellationToken) =>
        vault.SealAsync(SealedSession.NameOf(record), SealedSession.From(record).ToJson(), cancellationToken);

    /// <summary>The record of a row, or null if it can't be read.</summary>
    public async ValueTask<SessionRecord?> OpenAsync(SessionRow row, CancellationToken cancellationToken)
    {
        if (row.Fields.ToRecord() is { } record && await OpenAsync(record, row.Box, cancellationToken) is { } content
            && SealedSession.Parse(content) is { } secrets)
        {
            return secrets.AddTo(record);
        }

        Interlocked.Increment(ref _unreadable);
        Log.RowUnreadable(logger, row.Fields.Id);
        return null;
    }

    /// <summary>Reads as many records as asked for. Unreadable rows at the front don't hide the readable ones behind them.</summary>
    /// <param name="page">Reads so many rows behind the one given; fewer only if there are no more.</param>
    /// <param name="limit">At most so many records.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<IReadOnlyList<SessionRecord>> ListAsync(
        Func<SessionRow?, int, Task<List<SessionRow>>> page, int limit, CancellationToken cancellationToken)
    {
        List<SessionRecord> records = [];
        SessionRow? last = null;
        while (records.Count < limit)
        {
            var asked = limit - records.Count;
            var rows = await page(last, asked);
            foreach (var row in rows)
            {
                if (await OpenAsync(row, cancellationToken) is { } record)
                {
                    records.Add(record);
                }
            }

            if (rows.Count < asked)
            {
                break;
            }

            last = rows[^1];
        }

        return records;
    }

    private async ValueTask<byte[]?> OpenAsync(SessionRecord record, byte[] box, CancellationToken cancellationToken)
    {
        try
        {
            return await vault.OpenAsync(SealedSession.NameOf(record), box, cancellationToken);
        }
        catch (VaultException e)
        {
            Log.BoxUnopened(logger, record.Id, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        // Another key, a newer schema, or damage.
        [LoggerMessage(4001, LogLevel.Error, "Session {SessionId} was left out because its row could not be read")]
        public static partial void RowUnreadable(ILogger logger, string sessionId);

        [LoggerMessage(4002, LogLevel.Error, "The box of session {SessionId} could not be opened: {Fault}")]
        public static partial void BoxUnopened(ILogger logger, string sessionId, string fault);
    }
}
