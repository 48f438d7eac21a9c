using Connectors.Events;

namespace Connectors;

/// <summary>What a provider can do, as data; the host falls back where something is off.</summary>
public sealed record AgentCapabilities
{
    /// <summary>How an interruption is told: <see cref="InterruptionSignal.None"/> leaves it to the host's voice detector.</summary>
    public InterruptionSignal InterruptionSignal { get; init; }

    /// <summary>Whether <see cref="AgentEvent.TurnAudioEnded"/> comes for every turn; else the host closes a turn by silence.</summary>
    public bool MarksTurnEnd { get; init; }

    /// <summary>Which transcript of the user arrives.</summary>
    public TranscriptKind UserTranscript { get; init; }

    /// <summary>Which transcript of the agent arrives.</summary>
    public TranscriptKind AgentTranscript { get; init; }

    /// <summary>Whether the agent's text is corrected after an interruption.</summary>
    public bool CorrectsAgentText { get; init; }

    /// <summary>Whether <see cref="IAgentConnection.SendUserText"/> works.</summary>
    public bool UserTextTurn { get; init; }

    /// <summary>Whether <see cref="IAgentConnection.AddContext"/> works.</summary>
    public bool ContextNotes { get; init; }

    /// <summary>Whether <see cref="IAgentConnection.Say"/> works, and how exactly.</summary>
    public SayKind Say { get; init; }

    /// <summary>Whether <see cref="IAgentConnection.Interrupt"/> reaches the provider.</summary>
    public bool ClientInterrupt { get; init; }

    /// <summary>Whether <see cref="IAgentConnection.NotifyUserActivity"/> works.</summary>
    public bool UserActivity { get; init; }

    /// <summary>Whether tool calls arrive and take results.</summary>
    public bool Tools { get; init; }

    /// <summary>Whether the provider acts on <see cref="IAgentConnection.ReportPlayout"/>.</summary>
    public bool UsesPlayoutReports { get; init; }

    /// <summary>Whether a greeting can be suppressed; else the host swallows the first turn of a reconnected conversation.</summary>
    public bool SuppressesGreeting { get; init; }

    /// <summary>How a conversation is carried over to another connection.</summary>
    public ResumeKind Resume { get; init; }

    /// <summary>Longest life of one connection, or null if unlimited or unknown; the host renews between turns before it.</summary>
    public TimeSpan? MaximumConnectionTime { get; init; }
}
