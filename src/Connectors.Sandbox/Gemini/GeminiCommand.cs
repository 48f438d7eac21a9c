using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>The verb <c>gemini</c>: runs the stand-in until it is stopped.</summary>
internal sealed class GeminiCommand() : AgentCommand<GeminiSwitches>(new(),
[
    new("--connection-limit", "SECONDS", "Life of a connection (default 600)"),
    new("--go-away-notice", "SECONDS", "How long before that goAway comes (default 60; 0: never)"),
    new("--uncompressed-limit", "SECONDS", "Life of a conversation without context compression (default 900)"),
    new("--handle-lifetime", "SECONDS", "How long a resumption handle is good (default 7200)"),
    new("--ends-old-on-resume", null, "A resumed conversation ends the connection it still has"),
    new("--refuse-handles-with", "CODE:REASON", "Close of every attempt to resume"),
    new("--close-at-start", "CODE:REASON", "Close instead of setupComplete"),
    new("--text-frames", null, "Frames are text, not binary"),
    new("--late-audio", "N", "Pieces of audio that still come after an interruption (default 2)"),
    new("--no-turn-complete", null, "An interrupted turn is never said to be complete"),
    new("--no-generation-complete", null, "The end of a generation is not told"),
    new("--combined-messages", null, "Last audio, text and ends come as one message"),
    new("--late-transcripts", null, "Texts come after what they belong to"),
    new("--finished-transcripts", null, "A transcript's last piece says so"),
    new("--no-audio-during-tools", null, "Audio during a tool call ends the connection (1008)"),
    new("--calls-twice", null, "Call a reply's tool twice in one message"),
    new("--unknown-members", null, "Strew messages in that no client knows"),
])
{
    /// <inheritdoc/>
    public override string Name => "gemini";

    /// <inheritdoc/>
    public override string Summary => "Gemini's Live API (REST and WebSocket)";

    /// <inheritdoc/>
    protected override string Provider => "Gemini";

    /// <inheritdoc/>
    protected override GeminiSwitches Read(CommandLine line, GeminiSwitches switches) => switches with
    {
        ConnectionLimit = line.Seconds("--connection-limit", switches.ConnectionLimit),
        GoAwayNotice = line.Seconds("--go-away-notice", switches.GoAwayNotice),
        UncompressedLimit = line.Seconds("--uncompressed-limit", switches.UncompressedLimit),
        HandleLifetime = line.Seconds("--handle-lifetime", switches.HandleLifetime),
        EndsOldOnResume = line.Has("--ends-old-on-resume"),
        RefuseHandlesWith = LiveFault.Parse("--refuse-handles-with", line.Text("--refuse-handles-with")),
        CloseAtStart = LiveFault.Parse("--close-at-start", line.Text("--close-at-start")),
        SendsText = line.Has("--text-frames"),
        LateAudio = line.Number("--late-audio", switches.LateAudio, 0, 1_000),
        ForgetsTurnComplete = line.Has("--no-turn-complete"),
        ForgetsGenerationComplete = line.Has("--no-generation-complete"),
        CombinesMessages = line.Has("--combined-messages"),
        TranscribesLate = line.Has("--late-transcripts"),
        FinishesTranscripts = line.Has("--finished-transcripts"),
        RefusesAudioDuringTools = line.Has("--no-audio-during-tools"),
        CallsTwice = line.Has("--calls-twice"),
        SendsUnknownMembers = line.Has("--unknown-members"),
    };

    /// <inheritdoc/>
    protected override async Task<IAgentSandbox> StartAsync(GeminiSwitches switches, CancellationToken cancellationToken) =>
        await GeminiSandbox.StartAsync(switches, cancellationToken: cancellationToken);
}
