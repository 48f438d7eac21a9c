using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>The verb <c>gemini</c>: runs the stand-in until it is stopped.</summary>
internal sealed class GeminiCommand : ISandboxCommand
{
    private static readonly CommandOption[] Options =
    [
        new("--port", "N", "Port on 127.0.0.1 (default: any free one)"),
        new("--api-key", "KEY", "The key it takes (default sandbox-gemini-key)"),
        new("--agent-script", "FILE", "What its agent says"),
        new("--speed", "FACTOR", "How many times faster than real time its audio comes (default 8)"),
        new("--connection-limit", "SECONDS", "Life of a connection (default 600)"),
        new("--go-away-notice", "SECONDS", "How long before that goAway comes (default 60; 0: never)"),
        new("--uncompressed-limit", "SECONDS", "Life of a conversation without context compression (default 900)"),
        new("--handle-lifetime", "SECONDS", "How long a resumption handle is good (default 7200)"),
        new("--ends-old-on-resume", null, "A resumed conversation ends the connection it still has"),
        new("--refuse-handles-with", "CODE:REASON", "Close of every attempt to resume"),
        new("--refuse-with", "STATUS", "HTTP status with which every request is refused"),
        new("--close-at-start", "CODE:REASON", "Close instead of setupComplete"),
        new("--silent", null, "setupComplete never comes"),
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
    ];

    /// <inheritdoc/>
    public string Name => "gemini";

    /// <inheritdoc/>
    public string Summary => "Gemini's Live API (REST and WebSocket)";

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
        await using var sandbox = await GeminiSandbox.StartAsync(switches, cancellationToken: cancellationToken);
        await Console.Out.WriteLineAsync($"Gemini sandbox at {sandbox.BaseUrl} with key {switches.ApiKey}. Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }

    private static GeminiSwitches Read(CommandLine line)
    {
        var defaults = new GeminiSwitches();
        return defaults with
        {
            Port = line.Number("--port", 0, 0, 65_535),
            ApiKey = line.Text("--api-key") ?? defaults.ApiKey,
            Script = line.Text("--agent-script") is { } path ? AgentScript.Load(path) : defaults.Script,
            Pace = defaults.Pace with { Speed = line.Number("--speed", 8, 1, 1_000) },
            ConnectionLimit = line.Seconds("--connection-limit", defaults.ConnectionLimit),
            GoAwayNotice = line.Seconds("--go-away-notice", defaults.GoAwayNotice),
            UncompressedLimit = line.Seconds("--uncompressed-limit", defaults.UncompressedLimit),
            HandleLifetime = line.Seconds("--handle-lifetime", defaults.HandleLifetime),
            EndsOldOnResume = line.Has("--ends-old-on-resume"),
            RefuseHandlesWith = LiveFault.Parse("--refuse-handles-with", line.Text("--refuse-handles-with")),
            RefuseWith = line.Number("--refuse-with", 0, 400, 599),
            CloseAtStart = LiveFault.Parse("--close-at-start", line.Text("--close-at-start")),
            IsSilent = line.Has("--silent"),
            SendsText = line.Has("--text-frames"),
            LateAudio = line.Number("--late-audio", defaults.LateAudio, 0, 1_000),
            ForgetsTurnComplete = line.Has("--no-turn-complete"),
            ForgetsGenerationComplete = line.Has("--no-generation-complete"),
            CombinesMessages = line.Has("--combined-messages"),
            TranscribesLate = line.Has("--late-transcripts"),
            FinishesTranscripts = line.Has("--finished-transcripts"),
            RefusesAudioDuringTools = line.Has("--no-audio-during-tools"),
            CallsTwice = line.Has("--calls-twice"),
            SendsUnknownMembers = line.Has("--unknown-members"),
        };
    }
}
