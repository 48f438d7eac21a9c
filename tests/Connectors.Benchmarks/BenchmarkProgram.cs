using Connectors.Benchmarks.Commands;

namespace Connectors.Benchmarks;

/// <summary>What it costs, by measurement.</summary>
internal static class BenchmarkProgram
{
    private static int Main(string[] args) => args is ["micro", .. var options] ? MicroCommand.Run(options) : UsageCommand.Run();
}
