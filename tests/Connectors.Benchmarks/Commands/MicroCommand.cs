using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Connectors.Benchmarks.Commands;

/// <summary>The signal steps, per 20 ms of audio.</summary>
internal static class MicroCommand
{
    public static int Run(string[] options)
    {
        // In this process: the house's build properties would get in the way of a generated project.
        var job = (options.Contains("--short") ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty()
            .WithArtifactsPath("artifacts/benchmarks")
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default);
        string[] pattern = options.SkipWhile(option => option != "--filter").Take(2).ToArray() is ["--filter", var filter]
            ? ["--filter", filter]
            : ["--filter", "*"];
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(pattern, config);
        return summaries.Any(summary => summary.Reports.Length > 0 && !summary.HasCriticalValidationErrors) ? 0 : 1;
    }
}
