using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>The verb <c>deepgram</c>: runs the stand-in until it is stopped.</summary>
internal sealed class DeepgramCommand() : AgentCommand<DeepgramSwitches>(new(),
[
    new("--session-limit", "SECONDS", "Life of a session (default 7200)"),
    new("--client-timeout", "SECONDS", "Longest time without audio and KeepAlive (default 10)"),
    new("--late-audio", "N", "Pieces of audio that still come after an interruption (default 2)"),
    new("--ends-interrupted-audio", null, "AgentAudioDone comes for an interrupted turn too"),
    new("--no-echo", null, "Texts injected for the user are not told as conversation texts"),
    new("--refuse-injections", null, "Every injection for the agent is refused"),
    new("--no-thinking", null, "AgentThinking doesn't come"),
    new("--failed-answers", "N", "So many answers fail in the language model (default 0)"),
    new("--refuse-lists-with", "STATUS", "HTTP status with which only the lists of models are refused"),
    new("--error-at-start", "CODE", "Error in place of SettingsApplied, such as FAILED_TO_START_LISTENING"),
    new("--no-credit", null, "The project's balance is used up"),
    new("--calls-twice", null, "Call a reply's tool twice in one request"),
    new("--calls-server-side", null, "Call a function of the server's side in the same request"),
    new("--unknown-messages", null, "Strew messages in that no client knows"),
])
{
    /// <inheritdoc/>
    public override string Name => "deepgram";

    /// <inheritdoc/>
    public override string Summary => "Deepgram's Voice Agent (REST and WebSocket)";

    /// <inheritdoc/>
    protected override string Provider => "Deepgram";

    /// <inheritdoc/>
    protected override DeepgramSwitches Read(CommandLine line, DeepgramSwitches switches) => switches with
    {
        SessionLimit = line.Seconds("--session-limit", switches.SessionLimit),
        ClientTimeout = line.Seconds("--client-timeout", switches.ClientTimeout),
        LateAudio = line.Number("--late-audio", switches.LateAudio, 0, 1_000),
        EndsInterruptedAudio = line.Has("--ends-interrupted-audio"),
        EchoesInjections = !line.Has("--no-echo"),
        RefusesInjections = line.Has("--refuse-injections"),
        TellsThinking = !line.Has("--no-thinking"),
        FailedAnswers = line.Number("--failed-answers", 0, 0, 1_000),
        RefuseListsWith = line.Number("--refuse-lists-with", 0, 400, 599),
        ErrorAtStart = line.Text("--error-at-start"),
        Balance = line.Has("--no-credit") ? 0 : switches.Balance,
        CallsTwice = line.Has("--calls-twice"),
        CallsServerSide = line.Has("--calls-server-side"),
        SendsUnknownMessages = line.Has("--unknown-messages"),
    };

    /// <inheritdoc/>
    protected override async Task<IAgentSandbox> StartAsync(DeepgramSwitches switches, CancellationToken cancellationToken) =>
        await DeepgramSandbox.StartAsync(switches, cancellationToken: cancellationToken);
}
