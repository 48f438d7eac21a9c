using Connectors.Core.Transcripts;

namespace Connectors.Core.Bridging;

/// <summary>Somebody outside wants to read the transcript, which belongs to the loop.</summary>
internal sealed record TranscriptRequest(TaskCompletionSource<IReadOnlyList<TranscriptSegment>> Answer);
