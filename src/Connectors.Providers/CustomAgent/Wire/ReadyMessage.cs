using Connectors.Audio;

namespace Connectors.Providers.CustomAgent.Wire;

/// <summary>The agent's <c>ready</c>: version, formats, and what it can do. What it leaves out it can't.</summary>
internal sealed record ReadyMessage
{
    private const int LongestId = 256;
    private const long MostConnectionMs = 7 * 24 * 3_600_000L;

    /// <summary>The agent's id of the conversation; may be empty.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Format of the user's audio.</summary>
    public required AudioFormat Input { get; init; }

    /// <summary>Format of the agent's audio.</summary>
    public required AudioFormat Output { get; init; }

    /// <summary>What it can do.</summary>
    public required AgentCapabilities Capabilities { get; init; }

    /// <summary>Reads it; what is wrong is kept by the message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="input">Format in which we would like to send.</param>
    /// <param name="output">Format in which we would like to receive.</param>
    public static ReadyMessage Read(AgentMessage message, AudioFormat input, AudioFormat output)
    {
        if (message.Whole("version", 0, int.MaxValue) != 1)
        {
            message.Refuse("version must be 1");
        }

        return new()
        {
            ConversationId = message.Text("conversation_id", LongestId) ?? string.Empty,
            Input = FormatOf(message, "input_rate") ?? input,
            Output = FormatOf(message, "output_rate") ?? output,
            Capabilities = CapabilitiesOf(message.Section("capabilities")),
        };
    }

    public override string ToString() => nameof(ReadyMessage);

    private static AudioFormat? FormatOf(AgentMessage message, string name) =>
        message.Whole(name, AudioFormat.LowestRate, AudioFormat.HighestRate) is { } rate ? AudioFormat.Pcm16((int)rate) : null;

    private static AgentCapabilities CapabilitiesOf(AgentMessage can) => new()
    {
        InterruptionSignal = can.Choice(
            "interruption_signal",
            ("none", InterruptionSignal.None), ("flush", InterruptionSignal.Flush), ("turn", InterruptionSignal.Turn)),
        MarksTurnEnd = can.Flag("marks_turn_end"),
        UserTranscript = TranscriptOf(can, "user_transcript"),
        AgentTranscript = TranscriptOf(can, "agent_transcript"),
        CorrectsAgentText = can.Flag("corrects_agent_text"),
        UserTextTurn = can.Flag("user_text"),
        ContextNotes = can.Flag("context"),
        Say = can.Choice("say", ("none", SayKind.None), ("instructed", SayKind.Instructed), ("verbatim", SayKind.Verbatim)),
        ClientInterrupt = can.Flag("interrupt"),
        UserActivity = can.Flag("user_activity"),
        Tools = can.Flag("tools"),
        UsesPlayoutReports = can.Flag("playout_reports"),
        SuppressesGreeting = can.Flag("suppresses_greeting"),
        Resume = can.Choice("resume", ("none", ResumeKind.None), ("replay", ResumeKind.Replay), ("token", ResumeKind.Token)),
        MaximumConnectionTime = can.Whole("maximum_connection_ms", 1_000, MostConnectionMs) is { } ms
            ? TimeSpan.FromMilliseconds(ms)
            : null,
    };

    private static TranscriptKind TranscriptOf(AgentMessage can, string name) => can.Choice(
        name, ("none", TranscriptKind.None), ("final", TranscriptKind.Final), ("interim", TranscriptKind.Interim));
}
