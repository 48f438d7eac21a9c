namespace Connectors.Sandbox.ElevenLabs;

/// <summary>Runs the ElevenLabs sandbox by itself.</summary>
internal sealed class ElevenLabsCommand : ISandboxCommand
{
    public string Name => "elevenlabs";

    public string Summary => "ElevenLabs Agents: REST calls and conversations, every fault a switch";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, ElevenLabsSwitches.All);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, ElevenLabsSwitches.All));
            return 0;
        }

        await using var sandbox = new ElevenLabsSandbox(ElevenLabsSwitches.Behaviour(line)) { Faults = ElevenLabsSwitches.Faults(line) };
        try
        {
            await sandbox.StartAsync(line.Number("--port", 0, 0, 65_535));
        }
        catch (IOException)
        {
            throw new UsageException("The port is in use; choose another one with --port.");
        }

        await Console.Out.WriteLineAsync($"ElevenLabs sandbox at {sandbox.BaseAddress}");
        var (agent, key) = (sandbox.Behaviour.AgentId, sandbox.Behaviour.Account.ApiKey);
        await Console.Out.WriteLineAsync($"  baseUrl {sandbox.BaseAddress} · agentId {agent} · key {key}. Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }
}
