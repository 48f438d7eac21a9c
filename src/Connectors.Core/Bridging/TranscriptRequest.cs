using Connectors.Core.Transcripts;

namespace Connectors.Core.Bridging;

/// <summary>Somebody outside wants to read the transcript, which belongs to the loop.</summary>
/// <param name="Read">Called on the loop with the segments.</param>
internal sealed record TranscriptRequest(Action<IReadOnlyList<TranscriptSegment>> Read);
