using System.Runtime.CompilerServices;
using Connectors.Core.Records;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>What was said and what happened in sessions, as it is kept.</summary>
/// <param name="records">Where.</param>
/// <param name="writer">Writes events, later than they happen.</param>
public sealed class SessionContent(KeepingRecords records, EventWriter writer)
{
    private const int Page = 500;

    /// <summary>A session's transcript, or null: none is kept.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Of which session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<TranscriptDocument?> TranscriptAsync(string tenantId, string sessionId, CancellationToken cancellationToken) =>
        (await records.Transcripts.FindAsync(tenantId, sessionId, cancellationToken))?.Value.Document;

    /// <summary>A session's events in their order, as far as they are kept.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Of which session.</param>
    /// <param name="after">Only those behind this place.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<SessionEventEntry> EventsAsync(
        string tenantId, string sessionId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = KeptEvent.IdOf(sessionId, after);
        while (next is not null)
        {
            var query = new RecordQuery(RecordKinds.SessionEvent, tenantId) { Tag = sessionId, After = next, Limit = Page };
            var page = await records.Events.ListAsync(tenantId, query, cancellationToken);
            foreach (var kept in page.Values)
            {
                yield return kept.Value.Entry;
            }

            next = page.Next;
        }
    }

    /// <summary>The last event of a session that is kept, or null.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Of which session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<SessionEventEntry?> LastEventAsync(string tenantId, string sessionId, CancellationToken cancellationToken) =>
        await LastEventsAsync(tenantId, sessionId, 1, cancellationToken) is [var last] ? last : null;

    /// <summary>The last events of a session that are kept, newest first.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Of which session.</param>
    /// <param name="count">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<SessionEventEntry>> LastEventsAsync(
        string tenantId, string sessionId, int count, CancellationToken cancellationToken)
    {
        var query = new RecordQuery(RecordKinds.SessionEvent, tenantId) { Tag = sessionId, Descending = true, Limit = count };
        var page = await records.Events.ListAsync(tenantId, query, cancellationToken);
        return [.. page.Values.Select(kept => kept.Value.Entry)];
    }

    /// <summary>Removes a session's events.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="sessionId">Of which session.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task RemoveEventsAsync(string tenantId, string sessionId, CancellationToken cancellationToken)
    {
        // What is on its way must not come after.
        await writer.FlushAsync(cancellationToken);
        await records.Store.RemoveAllAsync(tenantId, RecordKinds.SessionEvent, sessionId, cancellationToken);
    }

    /// <summary>Prepares the removing of a session's transcript.</summary>
    internal static RecordWrite RemovalOfTranscript(string tenantId, string sessionId) =>
        new RecordWrite.Remove(new(RecordKinds.Transcript, tenantId, sessionId));
}
