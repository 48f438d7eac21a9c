using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>The verb <c>openai</c>: runs the stand-in until it is stopped.</summary>
internal sealed class OpenAICommand : ISandboxCommand
{
    private static readonly CommandOption[] Options =
    [
        new("--port", "N", "Port on 127.0.0.1 (default: any free one)"),
        new("--api-key", "KEY", "The key it takes (default sandbox-openai-key)"),
        new("--agent-script", "FILE", "What its agent says"),
        new("--speed", "FACTOR", "How many times faster than real time its audio comes (default 8)"),
        new("--session-limit", "SECONDS", "Life of a session (default 3600)"),
        new("--late-deltas", "N", "Pieces of audio that still come after a cancelled response (default 2)"),
        new("--refuse-with", "STATUS", "HTTP status with which every request is refused"),
        new("--error-at-start", "CODE", "Error after session.created, such as insufficient_quota"),
        new("--calls-twice", null, "Call a reply's tool twice in one response"),
        new("--unknown-events", null, "Strew events in that no client knows"),
    ];

    /// <inheritdoc/>
    public string Name => "openai";

    /// <inheritdoc/>
    public string Summary => "OpenAI's Realtime API (REST and WebSocket)";

    /// <inheritdoc/>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, Options);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, Options));
            return 0;
        }

        var options = Read(line);
        await using var sandbox = await OpenAIRealtimeSandbox.StartAsync(options, cancellationToken: cancellationToken);
        await Console.Out.WriteLineAsync($"OpenAI sandbox at {sandbox.BaseUrl} with key {options.ApiKey}. Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }

    private static OpenAISwitches Read(CommandLine line)
    {
        var defaults = new OpenAISwitches();
        return defaults with
        {
            Port = line.Number("--port", 0, 0, 65_535),
            ApiKey = line.Text("--api-key") ?? defaults.ApiKey,
            Script = line.Text("--agent-script") is { } path ? AgentScript.Load(path) : defaults.Script,
            Pace = defaults.Pace with { Speed = line.Number("--speed", 8, 1, 1_000) },
            SessionLimit = line.Seconds("--session-limit", defaults.SessionLimit),
            LateDeltas = line.Number("--late-deltas", defaults.LateDeltas, 0, 1_000),
            RefuseWith = line.Number("--refuse-with", 0, 400, 599),
            ErrorAtStart = line.Text("--error-at-start"),
            CallsTwice = line.Has("--calls-twice"),
            SendsUnknownEvents = line.Has("--unknown-events"),
        };
    }
}
