using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>What is kept of a session that another process began, as far as its tenant has it kept.</summary>
/// <param name="Transcript">What was said; whoever goes on adds to it.</param>
/// <param name="Turns">The agent's turns so far.</param>
/// <param name="Heard">Audio of the agent that was heard.</param>
public sealed record SessionRecall(TranscriptLog Transcript, long Turns, TimeSpan Heard)
{
    /// <summary>Version of the transcript that is kept; 0: none is.</summary>
    public long TranscriptVersion { get; init; }

    /// <summary>Whether its fallback goes on for its agent.</summary>
    public bool IsOnFallback { get; init; }

    /// <summary>Audio of the fallback that was heard.</summary>
    public TimeSpan HeardOnFallback { get; init; }

    /// <summary>Nothing is kept, or nothing was said yet.</summary>
    public static SessionRecall Nothing => new(new(new TranscriptLimits()), 0, TimeSpan.Zero);

    /// <summary>The name of the type only: speech is personal.</summary>
    public override string ToString() => nameof(SessionRecall);
}
