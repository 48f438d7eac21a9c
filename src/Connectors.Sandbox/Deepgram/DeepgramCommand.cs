using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>The verb <c>deepgram</c>: runs the stand-in until it is stopped.</summary>
internal sealed class DeepgramCommand : ISandboxCommand
{
    private static readonly CommandOption[] Options =
    [
        new("--port", "N", "Port on 127.0.0.1 (default: any free one)"),
        new("--api-key", "KEY", "The key it takes (default sandbox-deepgram-key)"),
        new("--agent-script", "FILE", "What its agent says; it greets as the settings say"),
        new("--speed", "FACTOR", "How many times faster than real time its audio comes (default 8)"),
        new("--session-limit", "SECONDS", "Life of a session (default 7200)"),
        new("--client-timeout", "SECONDS", "Longest time without audio and KeepAlive (default 10)"),
        new("--late-audio", "N", "Pieces of audio that still come after an interruption (default 2)"),
        new("--ends-interrupted-audio", null, "AgentAudioDone comes for an interrupted turn too"),
        new("--no-echo", null, "Texts injected for the user are not told as conversation texts"),
        new("--refuse-injections", null, "Every injection for the agent is refused"),
        new("--no-thinking", null, "AgentThinking doesn't come"),
        new("--failed-answers", "N", "So many answers fail in the language model (default 0)"),
        new("--refuse-with", "STATUS", "HTTP status with which every request is refused"),
        new("--refuse-lists-with", "STATUS", "HTTP status with which only the lists of models are refused"),
        new("--error-at-start", "CODE", "Error in place of SettingsApplied, such as FAILED_TO_START_LISTENING"),
        new("--silent", null, "Welcome never comes"),
        new("--no-credit", null, "The project's balance is used up"),
        new("--calls-twice", null, "Call a reply's tool twice in one request"),
        new("--calls-server-side", null, "Call a function of the server's side in the same request"),
        new("--unknown-messages", null, "Strew messages in that no client knows"),
    ];

    /// <inheritdoc/>
    public string Name => "deepgram";

    /// <inheritdoc/>
    public string Summary => "Deepgram's Voice Agent (REST and WebSocket)";

    /// <inheritdoc/>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, Options);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, Options));
            return 0;
        }

        var switches = Read(line);
        await using var sandbox = await DeepgramSandbox.StartAsync(switches, cancellationToken: cancellationToken);
        await Console.Out.WriteLineAsync($"Deepgram sandbox at {sandbox.BaseUrl} with key {switches.ApiKey}. Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }

    private static DeepgramSwitches Read(CommandLine line)
    {
        var defaults = new DeepgramSwitches();
        return defaults with
        {
            Port = line.Number("--port", 0, 0, 65_535),
            ApiKey = line.Text("--api-key") ?? defaults.ApiKey,
            Script = line.Text("--agent-script") is { } path ? AgentScript.Load(path) : defaults.Script,
            Pace = defaults.Pace with { Speed = line.Number("--speed", 8, 1, 1_000) },
            SessionLimit = line.Seconds("--session-limit", defaults.SessionLimit),
            ClientTimeout = line.Seconds("--client-timeout", defaults.ClientTimeout),
            LateAudio = line.Number("--late-audio", defaults.LateAudio, 0, 1_000),
            EndsInterruptedAudio = line.Has("--ends-interrupted-audio"),
            EchoesInjections = !line.Has("--no-echo"),
            RefusesInjections = line.Has("--refuse-injections"),
            TellsThinking = !line.Has("--no-thinking"),
            FailedAnswers = line.Number("--failed-answers", 0, 0, 1_000),
            RefuseWith = line.Number("--refuse-with", 0, 400, 599),
            RefuseListsWith = line.Number("--refuse-lists-with", 0, 400, 599),
            ErrorAtStart = line.Text("--error-at-start"),
            IsSilent = line.Has("--silent"),
            Balance = line.Has("--no-credit") ? 0 : defaults.Balance,
            CallsTwice = line.Has("--calls-twice"),
            CallsServerSide = line.Has("--calls-server-side"),
            SendsUnknownMessages = line.Has("--unknown-messages"),
        };
    }
}
