using System.Globalization;
using Connectors.Benchmarks.Load;
using Connectors.Benchmarks.Sessions;
using Connectors.Sandbox;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Commands;

/// <summary>Sessions that come, talk and go, three at a time: what the process holds must come back to where it began.</summary>
internal static class SoakCommand
{
    private const int AtOnce = 3;
    private const int WarmUp = 12;
    private const int Samples = 10;

    // Connections that are kept for the next call, threads of the pool.
    private const int Tolerated = 8;
    private const double ToleratedMegabytes = 2;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    // Ends by itself, whatever happens.
    private static readonly TimeSpan Limit = TimeSpan.FromHours(4);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<int> RunAsync(string[] options)
    {
        if (UsageCommand.Numbers(options, "sessions", "200") is not [var sessions])
        {
            return UsageCommand.Run();
        }

        if (!RoomServer.IsNamed && await OwnNamespace.TryRunAsync(["soak", .. options], Console.Out.WriteLine) is { } exitCode)
        {
            return exitCode;
        }

        using var limit = new CancellationTokenSource(Limit, Time);
        var figures = new Figures($"dotnet run --project tests/Connectors.Benchmarks -c Release -- soak --sessions {sessions}");
        await using var stage = await LoadStage.StartAsync(AtOnce, limit.Token);
        await ChurnAsync(stage, WarmUp, limit.Token);
        List<(int After, HostResources Held)> held = [(0, await SettledAsync(stage, null, limit.Token))];
        for (var done = 0; done < sessions;)
        {
            var next = Math.Min(sessions - done, Math.Max(AtOnce, sessions / Samples));
            await ChurnAsync(stage, next, limit.Token);
            done += next;
            held.Add((done, await stage.Host.AskAsync<HostResources>("resources", limit.Token)));
            await Console.Out.WriteLineAsync(Row($"{done}", held[^1].Held));
        }

        var end = await SettledAsync(stage, held[0].Held, limit.Token);
        Tell(figures, held, end);
        figures.Print(Time.GetUtcNow());
        return IsBack(held[0].Held, end) ? 0 : 1;
    }

    private static async Task ChurnAsync(LoadStage stage, int sessions, CancellationToken cancellationToken)
    {
        for (var done = 0; done < sessions; done += AtOnce)
        {
            List<LoadTalk> talks = [];
            for (var i = 0; i < AtOnce && done + i < sessions; i++)
            {
                var (talk, refused, _) = await stage.AddAsync(cancellationToken);
                talks.Add(talk ?? throw new IOException($"A session was refused: {refused}"));
            }

            await Task.WhenAll(talks.Select(talk => talk.TurnAsync(cancellationToken)));
            foreach (var talk in talks)
            {
                await stage.EndAsync(talk, cancellationToken);
            }
        }
    }

    // Until what is closed behind a session's back is closed, or for as long as that may take.
    private static async Task<HostResources> SettledAsync(LoadStage stage, HostResources? before, CancellationToken cancellationToken)
    {
        var began = Time.GetTimestamp();
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), Time, cancellationToken);
            var now = await stage.Host.AskAsync<HostResources>("resources", cancellationToken);
            if (before is null || IsBack(before, now) || Time.GetElapsedTime(began) > Settling)
            {
                return now;
            }
        }
    }

    private static bool IsBack(HostResources before, HostResources now) =>
        now.Handles <= before.Handles + Tolerated
        && now.Sockets <= before.Sockets + Tolerated
        && now.Threads <= before.Threads + Tolerated
        && now.Timers <= before.Timers + Tolerated
        && now.Tasks <= Tolerated
        && now.ManagedMegabytes <= before.ManagedMegabytes + ToleratedMegabytes;

    private static void Tell(Figures figures, List<(int After, HostResources Held)> held, HostResources end)
    {
        figures.Line(string.Empty)
            .Line("| after so many sessions | handles | sockets | threads | timers | managed, MB | allocated natively, MB | resident, MB |")
            .Line("| --- | --- | --- | --- | --- | --- | --- | --- |");
        held.ForEach(sample => figures.Line(Row($"{sample.After}", sample.Held)));
        figures.Line(Row("at rest again", end));
        var (first, last) = (held[held.Count / 2], held[^1]);
        var sessions = last.After - first.After;
        if (sessions > 0)
        {
            figures.Line(string.Empty).Line(string.Create(
                CultureInfo.InvariantCulture,
                $"A session more, over the second half: {(last.Held.Native - first.Held.Native) / 1_000.0 / sessions:0} kB allocated "
                + $"natively, {(last.Held.Resident - first.Held.Resident) / 1_000.0 / sessions:0} kB resident, "
                + $"{(last.Held.Managed - first.Held.Managed) / 1_000.0 / sessions:0.0} kB managed. "
                + $"{(IsBack(held[0].Held, end) ? "Everything else is back where it began." : "NOT back where it began.")}"));
        }
    }

    private static string Row(string what, HostResources held) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {held.Handles} | {held.Sockets} | {held.Threads} | {held.Timers} | {held.ManagedMegabytes:0.00} "
        + $"| {held.NativeMegabytes:0.0} | {held.ResidentMegabytes:0.0} |");
}
