using Connectors.Benchmarks.Commands;
using Connectors.Benchmarks.Sessions;
using Connectors.Benchmarks.Telemetry;

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
        ["sessions", "--in-memory", var numbers] => await InMemoryCommand.RunAsync(numbers),
        ["sessions", .. var options] => await SessionsCommand.RunAsync(options),
        ["overload", .. var options] => await OverloadCommand.RunAsync(options),
        ["soak", "--joins", var number] => await JoinsCommand.RunAsync(number),
        ["soak", .. var options] => await SoakCommand.RunAsync(options),
        ["telemetry"] => await TelemetryCommand.RunAsync(),
        [NodeChild.Verb, .. var settings] => await NodeChild.RunAsync(settings),
        [HostProcess.Verb, .. { Length: 5 } settings] => await HostProcess.RunAsync(HostSettings.Parse(settings)),
        _ => UsageCommand.Run(),
    };
}
