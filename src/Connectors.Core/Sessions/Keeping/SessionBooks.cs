using Connectors.Core.Records;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>
/// Writes transcripts, and at the end of a session in one batch: what it used, its transcript, and the messages of whoever wants to
/// be told. What it used is written once, so that nothing of this happens twice, whenever the process dies.
/// </summary>
/// <param name="records">Where.</param>
/// <param name="content">What is kept already.</param>
/// <param name="tenants">What the tenants' retention says.</param>
/// <param name="notices">Who wants to be told.</param>
public sealed class SessionBooks(KeepingRecords records, SessionContent content, TenancyRecords tenants, ISessionNotices notices)
{
    // Only ourselves write a session's transcript: a second attempt reads the version that an attempt without an answer left.
    private const int Attempts = 3;

    // A batch has its limit. Nobody but a tenant with hundreds of webhooks meets it; the last of them are written right after.
    private const int MostTold = 500;

    /// <summary>Reads what was said and told in a session that is not over.</summary>
    internal async Task<SessionRecall> RecallAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        var kept = await records.Transcripts.FindAsync(record.TenantId, record.Id, cancellationToken);
        var replay = new TranscriptReplay(record.LiveAt ?? record.CreatedAt, kept?.Value, kept?.Version ?? 0, record.Progress);
        await foreach (var entry in content.EventsAsync(record.TenantId, record.Id, 0, cancellationToken))
        {
            replay.Add(entry);
        }

        return replay.Finish();
    }

    /// <summary>Writes a transcript; returns its version.</summary>
    internal async Task<long> KeepTranscriptAsync(KeptTranscript kept, long version, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await records.Store.WriteAsync([await TranscriptWriteAsync(kept, version, cancellationToken)], cancellationToken) is null)
            {
                return version + 1;
            }

            version = await VersionAsync(kept, cancellationToken);
        }

        throw new InvalidOperationException("Somebody else writes the same transcript.");
    }

    /// <summary>Closes a session; one that was never written down has no books.</summary>
    internal async Task CloseAsync(ClosedSession closed, CancellationToken cancellationToken)
    {
        var (session, closing, version) = closed;
        if (closing.Record is not { } record)
        {
            return;
        }

        var wasLive = record.LiveAt is not null;
        var retention = session.Retention ?? new();
        var hasTranscript = wasLive && retention.TranscriptDays > 0 && closing.Transcript.Segments.Count > 0;
        var usage = UsageOf(record, closing.End, closing.EndedAt);
        usage = usage with
        {
            AgentAudioSeconds = wasLive ? Math.Round(closed.Heard.TotalSeconds, 3) : null,
            FallbackAudioSeconds = usage.FallbackConnectorId is null ? 0 : Math.Round(closed.HeardOnFallback.TotalSeconds, 3),
            HasTranscript = hasTranscript,
            HasEvents = wasLive && retention.EventDays > 0,
        };
        var kept = hasTranscript ? new KeptTranscript(session.TenantId, closing.Transcript) : null;
        await WriteAsync(usage.DueBy(retention), kept, version, cancellationToken);
    }

    /// <summary>Closes a session whose process died.</summary>
    internal async Task CloseOrphanAsync(SessionRecord orphan, CancellationToken cancellationToken)
    {
        var tenant = await tenants.Tenants.FindAsync(RecordKey.Operator, orphan.TenantId, cancellationToken);
        if (orphan.Details is null || tenant is null || tenant.Value.State == TenantState.Deleting)
        {
            return;
        }

        // Nobody saw it end. It is not charged beyond its last sign of life.
        var last = await content.LastEventAsync(orphan.TenantId, orphan.Id, cancellationToken);
        var kept = await records.Transcripts.FindAsync(orphan.TenantId, orphan.Id, cancellationToken);
        var usage = UsageOf(orphan, orphan.End!, last?.At ?? orphan.LiveAt ?? orphan.CreatedAt) with
        {
            HasTranscript = kept is not null,
            HasEvents = last is not null,
        };
        await WriteAsync(usage.DueBy(tenant.Value.Retention), kept?.Value, kept?.Version ?? 0, cancellationToken);
    }

    private static UsageRecord UsageOf(SessionRecord record, SessionEnd end, DateTimeOffset endedAt)
    {
        var usage = new UsageRecord
        {
            TenantId = record.TenantId,
            SessionId = record.Id,
            ConnectorId = record.ConnectorId,
            VoiceAgentId = record.Details?.VoiceAgentId,
            CreatedAt = record.CreatedAt,
            EndedAt = endedAt,
            WasLive = record.LiveAt is not null,
            Seconds = record.LiveAt is { } live ? Math.Round(Math.Max(0, (endedAt - live).TotalSeconds), 3) : 0,
            End = end,
        };
        return record is { Progress.FallbackSince: { } since, Plan.Fallback.ConnectorId: { } fallback }
            ? usage with
            {
                FallbackConnectorId = fallback,
                FallbackSeconds = Math.Round(Math.Clamp((endedAt - since).TotalSeconds, 0, usage.Seconds), 3),
            }
            : usage;
    }

    private async Task WriteAsync(UsageRecord usage, KeptTranscript? transcript, long version, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var told = await TellAsync(usage, cancellationToken);
            List<RecordWrite> writes = [await records.Usage.AddAsync(usage, cancellationToken), .. told.Take(MostTold)];
            if (transcript is not null)
            {
                writes.Add(await TranscriptWriteAsync(transcript, version, cancellationToken));
            }

            var unmet = await records.Store.WriteAsync(writes, cancellationToken);
            if (unmet is null)
            {
                await WriteRestAsync(told.Skip(MostTold), cancellationToken);
                return;
            }

            if (unmet.Value.Kind == RecordKinds.Usage)
            {
                return;
            }

            version = transcript is null ? 0 : await VersionAsync(transcript, cancellationToken);
        }
    }

    private async Task WriteRestAsync(IEnumerable<RecordWrite> writes, CancellationToken cancellationToken)
    {
        foreach (var chunk in writes.Chunk(MostTold))
        {
            await records.Store.WriteAsync(chunk, cancellationToken);
        }
    }

    private async Task<List<RecordWrite>> TellAsync(UsageRecord usage, CancellationToken cancellationToken)
    {
        List<RecordWrite> writes =
        [
            .. await notices.PrepareAsync(
                usage.WasLive
                    ? new SessionNotice.Ended(usage.TenantId, usage.SessionId, usage.EndedAt, usage.End)
                    : new SessionNotice.Failed(usage.TenantId, usage.SessionId, usage.EndedAt, usage.End),
                cancellationToken),
        ];
        if (usage.HasTranscript)
        {
            writes.AddRange(await notices.PrepareAsync(
                new SessionNotice.TranscriptReady(usage.TenantId, usage.SessionId, usage.EndedAt), cancellationToken));
        }

        return writes;
    }

    private async Task<RecordWrite> TranscriptWriteAsync(KeptTranscript kept, long version, CancellationToken cancellationToken) =>
        version == 0
            ? await records.Transcripts.AddAsync(kept, cancellationToken)
            : await records.Transcripts.ReplaceAsync(new(kept, version), cancellationToken);

    private async Task<long> VersionAsync(KeptTranscript kept, CancellationToken cancellationToken) =>
        (await records.Store.FindAsync(records.Transcripts.KeyOf(kept), cancellationToken))?.Version ?? 0;
}
