using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Core.Transcripts;

/// <summary>A transcript as a file: <c>transcript.json</c>.</summary>
public sealed record TranscriptDocument
{
    /// <summary>Number of the shape. 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>Segments that are missing at the beginning, because a conversation was longer than what is kept.</summary>
    public int DroppedSegments { get; init; }

    /// <summary>What was said, in the order in which it began.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>The transcript as it is known now.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="log">Its conversation.</param>
    public static TranscriptDocument From(string sessionId, TranscriptLog log) =>
        From(sessionId, log.Segments(), log.DroppedSegments);

    /// <summary>The transcript of some segments.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="segments">What was said.</param>
    /// <param name="dropped">Segments that are missing at the beginning.</param>
    public static TranscriptDocument From(string sessionId, IReadOnlyList<TranscriptSegment> segments, int dropped) => new()
    {
        SessionId = sessionId,
        DroppedSegments = dropped,
        Segments = [.. segments.Select(Segment.From)],
    };

    /// <summary>Reads a file; null if it is none.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    public static TranscriptDocument? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TranscriptJson.Readable.TranscriptDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The file: indented UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, TranscriptJson.Readable.TranscriptDocument);

    /// <summary>The session only: speech is personal.</summary>
    public override string ToString() => SessionId;

    /// <summary>One thing that was said.</summary>
    public sealed record Segment
    {
        /// <summary>Names the segment for good.</summary>
        public required int Ordinal { get; init; }

        /// <summary><c>user</c> or <c>agent</c>.</summary>
        public required Speaker Speaker { get; init; }

        /// <summary>What was said; of an interrupted turn what was heard.</summary>
        public required string Text { get; init; }

        /// <summary><c>interim</c>, <c>final</c>, <c>interrupted</c> or <c>corrected</c>.</summary>
        public required TranscriptState State { get; init; }

        /// <summary>When it began, in milliseconds from the session's start.</summary>
        public required long StartedMs { get; init; }

        /// <summary>When it ended; left out while it goes on.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? EndedMs { get; init; }

        /// <summary>The agent's turn; left out for the user.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? Turn { get; init; }

        /// <summary>Ordinal only: speech is personal.</summary>
        public override string ToString() => $"{Ordinal}";

        internal static Segment From(TranscriptSegment segment) => new()
        {
            Ordinal = segment.Ordinal,
            Speaker = segment.Speaker,
            Text = segment.Text,
            State = segment.State,
            StartedMs = (long)segment.StartedAt.TotalMilliseconds,
            EndedMs = (long?)segment.EndedAt?.TotalMilliseconds,
            Turn = segment.Turn,
        };
    }
}
