using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Connectors.Benchmarks;

/// <summary>What it costs. <c>micro</c>: the signal steps, per 20 ms of audio.</summary>
internal static class BenchmarkProgram
{
    private const string Usage = """
        usage: Connectors.Benchmarks micro [--short] [--filter PATTERN]
          micro    the signal steps per 20 ms of audio: time and allocated bytes
          --short  three short rounds instead of many
          --filter which benchmarks, for instance '*Playout*'
        Build it with -c Release.
        """;

    private static int Main(string[] args)
    {
        if (args is not ["micro", .. var rest])
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        // In this process: the house's build properties would get in the way of a generated project.
        var job = (rest.Contains("--short") ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty()
            .WithArtifactsPath("artifacts/benchmarks")
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default);
        string[] pattern = rest.SkipWhile(argument => argument != "--filter").Take(2).ToArray() is ["--filter", var filter]
            ? ["--filter", filter]
            : ["--filter", "*"];
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(BenchmarkProgram).Assembly).Run(pattern, config);
        return summaries.Any(summary => summary.Reports.Length > 0 && !summary.HasCriticalValidationErrors) ? 0 : 1;
    }
}
