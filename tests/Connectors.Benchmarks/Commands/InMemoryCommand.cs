using System.Globalization;
using Connectors.Benchmarks.Load;
using Connectors.Benchmarks.Load.InMemory;
using Connectors.Benchmarks.Sessions;

namespace Connectors.Benchmarks.Commands;

/// <summary>Thousands of sessions without any socket: what our own part costs, and how that grows.</summary>
internal static class InMemoryCommand
{
    // Three times each agent speaks.
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<int> RunAsync(string text)
    {
        if (UsageCommand.Numbers(["--in-memory", text], "in-memory", string.Empty) is not { } numbers)
        {
            return UsageCommand.Run();
        }

        var figures = new Figures($"dotnet run --project tests/Connectors.Benchmarks -c Release -- sessions --in-memory {text}");
        List<(int Sessions, ThreadTimes Cpu, HostResources Held, List<double> Late, List<double> Spoken)> steps = [];
        await using (var stage = await MemoryStage.StartAsync(numbers.Max()))
        {
            foreach (var sessions in numbers.Order().Prepend(0))
            {
                await stage.GrowAsync(sessions);
                steps.Add(await MeasureAsync(stage, sessions));
                await Console.Out.WriteLineAsync(Row(steps[^1].Sessions, steps[^1].Cpu, steps[^1].Held));
            }
        }

        figures.Line(string.Empty).Line("| sessions | CPU-s/s | of it the runtime's own | managed, MB | resident, MB | threads | timers |")
            .Line("| --- | --- | --- | --- | --- | --- | --- |");
        steps.ForEach(step => figures.Line(Row(step.Sessions, step.Cpu, step.Held)));
        var cpu = CostLine.Fit([.. steps.Select(static step => (step.Sessions, step.Cpu.Total))]);
        var managed = CostLine.Fit([.. steps.Select(static step => (step.Sessions, step.Held.ManagedMegabytes))]);
        figures.Line(string.Empty).Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Fitted: {cpu.Each * 100:0.000} % of a core and {managed.Each * 1000:0} kB managed for each session, "
            + $"{cpu.Fixed:0.000} CPU-s/s and {managed.Fixed:0.0} MB without any."));
        figures.Rows("from an agent's audio to the avatar's first chunk", "ms");
        steps.ForEach(step => figures.Line(Figures.Row($"{step.Sessions} sessions", step.Spoken)));
        figures.Rows("the microphones' rounds of 10 ms, late by", "ms");
        steps.ForEach(step => figures.Line(Figures.Row($"{step.Sessions} sessions", step.Late)));
        figures.Print(Time.GetUtcNow());
        return 0;
    }

    private static async Task<(int Sessions, ThreadTimes Cpu, HostResources Held, List<double> Late, List<double> Spoken)> MeasureAsync(
        MemoryStage stage, int sessions)
    {
        await Task.Delay(Measured / 3, Time);
        stage.Forget();
        var (began, before) = (Time.GetTimestamp(), ThreadTimes.Of(Environment.ProcessId));
        await Task.Delay(Measured, Time);
        var cpu = ThreadTimes.Of(Environment.ProcessId).Since(before).Per(Time.GetElapsedTime(began).TotalSeconds);
        var (late, spoken) = stage.Seen();
        return (sessions, cpu, HostResources.Now(), late, spoken);
    }

    private static string Row(int sessions, ThreadTimes cpu, HostResources held) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {sessions} | {cpu.Total:0.000} | {cpu.Rest:0.000} | {held.ManagedMegabytes:0.0} | {held.ResidentMegabytes:0.0} "
        + $"| {held.Threads} | {held.Timers} |");
}
