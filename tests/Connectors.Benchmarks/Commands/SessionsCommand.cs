using System.Globalization;
using Connectors.Benchmarks.Load;
using Connectors.Sandbox;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Commands;

/// <summary>What many sessions at once cost, and whether each still gets what one alone gets.</summary>
internal static class SessionsCommand
{
    private const int Turns = 4;

    // Ends by itself, whatever happens.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<int> RunAsync(string[] options)
    {
        if (UsageCommand.Numbers(options, "rooms", "5,10,20") is not { } rooms)
        {
            return UsageCommand.Run();
        }

        if (!RoomServer.IsNamed && await OwnNamespace.TryRunAsync(["sessions", .. options], Console.Out.WriteLine) is { } exitCode)
        {
            return exitCode;
        }

        using var limit = new CancellationTokenSource(Limit, Time);
        var figures = new Figures(
            $"dotnet run --project tests/Connectors.Benchmarks -c Release -- sessions --rooms {string.Join(',', rooms)}");
        List<LoadStep> steps = [];
        await using (var stage = await LoadStage.StartAsync(rooms.Max(), limit.Token))
        {
            steps.Add(await WarmAsync(stage, limit.Token));
            foreach (var sessions in rooms.Order())
            {
                await GrowAsync(stage, sessions, limit.Token);
                steps.Add(await stage.MeasureAsync(Turns, limit.Token));
                await Console.Out.WriteLineAsync(steps[^1].Row);
            }

            await Console.Out.WriteLineAsync(ThreadTimes.Describe(stage.Host.ProcessId));
        }

        Tell(figures, steps);
        figures.Print(Time.GetUtcNow());
        return steps.Sum(static step => step.Incomplete) == 0 ? 0 : 1;
    }

    // The first session loads the library and compiles; what the process costs without any is measured after it.
    private static async Task<LoadStep> WarmAsync(LoadStage stage, CancellationToken cancellationToken)
    {
        await GrowAsync(stage, 1, cancellationToken);
        await stage.MeasureAsync(1, cancellationToken);
        await stage.EndAsync(stage.Talks[0], cancellationToken);
        return await stage.MeasureAsync(1, cancellationToken);
    }

    private static async Task GrowAsync(LoadStage stage, int sessions, CancellationToken cancellationToken)
    {
        while (stage.Talks.Count < sessions)
        {
            var (talk, refused, _) = await stage.AddAsync(cancellationToken);
            await Console.Out.WriteLineAsync(talk is null ? $"refused: {refused}" : $"{talk.Id}: in conversation");
            if (talk is null)
            {
                throw new IOException($"A session was refused: {refused}");
            }
        }
    }

    private static void Tell(Figures figures, List<LoadStep> steps)
    {
        figures.Line(string.Empty).Line(LoadStep.Head);
        steps.ForEach(step => figures.Line(step.Row));
        figures.Line(string.Empty).Line("| fitted | CPU-s/s | LiveKit's library | ours | rest |").Line("| --- | --- | --- | --- | --- |")
            .Line(Fitted("each session", steps, static line => line.Each))
            .Line(Fitted("the process without any", steps, static line => line.Fixed));
        figures.Rows("up: arrival at the provider less arrival at a bare listener in a room", "ms");
        steps.ForEach(step => figures.Line(Figures.Row($"{step.Sessions} sessions", step.Up)));
        figures.Rows("down: provider sends a turn's first 420 ms → avatar has the first chunk", "ms");
        steps.ForEach(step => figures.Line(Figures.Row($"{step.Sessions} sessions", step.Down))
            .Line(Figures.Row($"bare relay, while there were {step.Sessions}", step.Bare)));
        figures.Line(string.Empty).Line(
            $"Turns of 4 s, one every 10 s in each session: {steps.Sum(static step => step.Down.Count)}, not whole at the avatar: "
            + $"{steps.Sum(static step => step.Incomplete)}.");
    }

    private static string Fitted(string what, List<LoadStep> steps, Func<CostLine, double> part)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {Part(cpu => cpu.Total):0.0000} | {Part(cpu => cpu.Library):0.0000} | {Part(cpu => cpu.Ours):0.0000} "
            + $"| {Part(cpu => cpu.Rest):0.0000} |");

        double Part(Func<ThreadTimes, double> cpu)
        {
            return part(CostLine.Fit([.. steps.Select(step => (step.Sessions, cpu(step.Cpu)))]));
        }
    }
}
