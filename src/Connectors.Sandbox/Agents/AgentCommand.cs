namespace Connectors.Sandbox.Agents;

/// <summary>A verb that runs a provider's stand-in until it is stopped.</summary>
/// <typeparam name="T">How the stand-in may behave.</typeparam>
/// <param name="defaults">How it behaves without options.</param>
/// <param name="own">Its options beside those that all have.</param>
internal abstract class AgentCommand<T>(T defaults, IEnumerable<CommandOption> own) : ISandboxCommand
    where T : AgentSwitches
{
    private readonly CommandOption[] _options =
    [
        new("--port", "N", "Port on 127.0.0.1 (default: any free one)"),
        new("--api-key", "KEY", $"The key it takes (default {defaults.ApiKey})"),
        new("--agent-script", "FILE", "What its agent says"),
        new("--speed", "FACTOR", "How many times faster than real time its audio comes (default 8)"),
        new("--refuse-with", "STATUS", "HTTP status with which every request is refused"),
        new("--silent", null, "Sockets are accepted, and then nothing comes"),
        .. own,
    ];

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Summary { get; }

    /// <summary>The provider's name.</summary>
    protected abstract string Provider { get; }

    /// <inheritdoc/>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, _options);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, _options));
            return 0;
        }

        var switches = Read(line, ReadCommon(line));
        await using var sandbox = await StartAsync(switches, cancellationToken);
        await Console.Out.WriteLineAsync($"{Provider} sandbox at {sandbox.BaseUrl} with key {switches.ApiKey}. Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }

    /// <summary>Reads the stand-in's own options.</summary>
    /// <param name="line">The arguments.</param>
    /// <param name="switches">What was read so far.</param>
    protected abstract T Read(CommandLine line, T switches);

    /// <summary>Starts the stand-in.</summary>
    protected abstract Task<IAgentSandbox> StartAsync(T switches, CancellationToken cancellationToken);

    private T ReadCommon(CommandLine line) => defaults with
    {
        Port = line.Number("--port", 0, 0, 65_535),
        ApiKey = line.Text("--api-key") ?? defaults.ApiKey,
        Script = AgentScript.Of(line),
        Pace = defaults.Pace with { Speed = line.Number("--speed", 8, 1, 1_000) },
        RefuseWith = line.Number("--refuse-with", 0, 400, 599),
        IsSilent = line.Has("--silent"),
    };
}
