using Connectors.Benchmarks.Commands;
using Connectors.Benchmarks.Sessions;

namespace Connectors.Benchmarks;

/// <summary>What it costs, by measurement.</summary>
internal static class BenchmarkProgram
{
    private static async Task<int> Main(string[] args) => args switch
    {
        ["micro", .. var options] => MicroCommand.Run(options),
        ["latency", .. var options] => await LatencyCommand.RunAsync(options),
        ["api"] => await ApiCommand.RunAsync(),
        ["session", .. var options] => await SessionCommand.RunAsync(options),
        ["nodes", .. var options] => await NodesCommand.RunAsync(options),
        [HostProcess.Verb, .. { Length: 5 } settings] => await HostProcess.RunAsync(HostSettings.Parse(settings)),
        _ => UsageCommand.Run(),
    };
}
