using Connectors.Core.Records;
using Connectors.Core.Vault;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>What is kept of sessions beside their records.</summary>
/// <param name="store">Where.</param>
/// <param name="vault">Seals what was said.</param>
/// <param name="loggers">Told of what can't be read.</param>
public sealed class KeepingRecords(IRecordStore store, IVault vault, ILoggerFactory loggers)
{
    /// <summary>The store itself.</summary>
    public IRecordStore Store => store;

    /// <summary>Events, sealed, found by session.</summary>
    public RecordSet<KeptEvent> Events { get; } = new(
        store,
        vault,
        new(RecordKinds.SessionEvent, KeepingTypes.All.KeptEvent, kept => (kept.TenantId, kept.Id))
        {
            IsSealed = true,
            TagOf = kept => kept.SessionId,
        },
        loggers.CreateLogger<KeepingRecords>());

    /// <summary>Transcripts, sealed; the id is the session's.</summary>
    public RecordSet<KeptTranscript> Transcripts { get; } = new(
        store,
        vault,
        new(RecordKinds.Transcript, KeepingTypes.All.KeptTranscript, kept => (kept.TenantId, kept.Document.SessionId)) { IsSealed = true },
        loggers.CreateLogger<KeepingRecords>());

    /// <summary>What sessions used; the id is the session's.</summary>
    public RecordSet<UsageRecord> Usage { get; } = new(
        store,
        vault,
        new(RecordKinds.Usage, KeepingTypes.All.UsageRecord, usage => (usage.TenantId, usage.SessionId)) { DueOf = usage => usage.Due },
        loggers.CreateLogger<KeepingRecords>());
}
