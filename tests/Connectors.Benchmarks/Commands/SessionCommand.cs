using System.Globalization;
using Connectors.Benchmarks.Sessions;
using Connectors.Sandbox;
using Connectors.Sandbox.Demo;

namespace Connectors.Benchmarks.Commands;

/// <summary>What one session costs: starts by stage, memory over sessions in sequence, CPU of one that talks.</summary>
internal static class SessionCommand
{
    // Ends by itself, whatever happens.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Sentence = TimeSpan.FromSeconds(10);

    private static readonly string[] StageOrder =
        ["AvatarToken", "Record", "AvatarStart", "AgentPrepared", "RoomJoined", "AvatarConnected", "UserPresent", "Gate", "AgentReady"];

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<int> RunAsync(string[] options)
    {
        if (UsageCommand.Events(options, 20) is not { } starts)
        {
            return UsageCommand.Run();
        }

        if (await OwnNamespace.TryRunAsync(["session", .. options], Console.Out.WriteLine) is { } exitCode)
        {
            return exitCode;
        }

        using var limit = new CancellationTokenSource(Limit, Time);
        var figures = new Figures($"dotnet run --project tests/Connectors.Benchmarks -c Release -- session --events {starts}");
        await using var stage = await SessionStage.StartAsync(limit.Token);
        var host = stage.AddHost(liveAvatar => new(liveAvatar));
        await host.AskAsync<HostMemory>("memory", limit.Token);
        var idle = await host.CpuAsync(Task.Delay(Sentence, Time, limit.Token), limit.Token);
        figures.Line(string.Empty).Line(string.Create(
            CultureInfo.InvariantCulture, $"The process before its first session: {idle:0.0000} CPU-seconds a second."));
        await StartManyAsync((stage, host), starts, figures, limit.Token);
        await TalkAsync(stage, host, figures, limit.Token);
        figures.Print(Time.GetUtcNow());
        return 0;
    }

    private static async Task StartManyAsync(
        (SessionStage Stage, HostChild Host) on, int starts, Figures figures, CancellationToken cancellationToken)
    {
        var calls = new List<double>();
        var stages = StageOrder.ToDictionary(name => name, _ => new List<double>());
        List<HostMemory> memory = [await on.Host.AskAsync<HostMemory>("memory", cancellationToken)];
        for (var i = 0; i < starts; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"start-{i}");
            var (user, call, done) = await on.Stage.JoinAsync(on.Host, id, cancellationToken);
            await on.Host.AskAsync<string>($"stop {id}", cancellationToken);
            await user.DisposeAsync();
            memory.Add(await on.Host.AskAsync<HostMemory>("memory", cancellationToken));
            await Console.Out.WriteLineAsync($"{id}: ready, {memory[^1].ResidentMegabytes:0.0} MB resident");
            calls.Add(call);
            foreach (var (name, value) in done)
            {
                stages[name].Add(value);
            }
        }

        figures.Rows("start of a session", "ms").Line(Figures.Row("the call, until there is a room for the user", calls));
        foreach (var name in StageOrder)
        {
            figures.Line(Figures.Row(name, stages[name]));
        }

        figures.Line(string.Empty).Line("The first of a process is among them: it includes compilation.");
        Tell(figures, memory);
    }

    private static void Tell(Figures figures, List<HostMemory> memory)
    {
        figures.Line(string.Empty)
            .Line("| after so many sessions, one after the other | resident, MB | managed, MB | threads |")
            .Line("| --- | --- | --- | --- |");
        foreach (var i in Enumerable.Range(0, memory.Count).Where(i => i is 0 or 1 || i % 5 == 0 || i == memory.Count - 1))
        {
            figures.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"| {i} | {memory[i].ResidentMegabytes:0.0} | {memory[i].ManagedMegabytes:0.00} | {memory[i].Threads} |"));
        }

        var half = memory.Count / 2;
        if (half >= 2)
        {
            var growth = (memory[^1].ResidentMegabytes - memory[half].ResidentMegabytes) / (memory.Count - 1 - half);
            figures.Line(string.Empty).Line(string.Create(
                CultureInfo.InvariantCulture, $"Growth over the second half: {growth:0.00} MB resident a session."));
        }
    }

    private static async Task TalkAsync(SessionStage stage, HostChild host, Figures figures, CancellationToken cancellationToken)
    {
        const string Id = "talk";
        await Console.Out.WriteLineAsync($"one session talks for {Talk.TotalSeconds:0} s…");
        var idle = await host.CpuAsync(Task.Delay(Talk / 6, Time, cancellationToken), cancellationToken);
        var before = await host.AskAsync<HostMemory>("memory", cancellationToken);
        var (user, _, _) = await stage.JoinAsync(host, Id, cancellationToken);
        var speech = await DemoSpeech.ReadAsync(null, null, cancellationToken);
        var busy = await host.CpuAsync(SpeakAsync(), cancellationToken);
        var during = await host.AskAsync<HostMemory>("memory", cancellationToken);
        await host.AskAsync<string>($"stop {Id}", cancellationToken);
        await user.DisposeAsync();
        figures.Line(string.Empty).Line(string.Create(
            CultureInfo.InvariantCulture,
            $"One session over {Talk.TotalSeconds:0} s, microphone open, a sentence of the user every {Sentence.TotalSeconds:0} s, "
            + $"each answered: {busy:0.0000} CPU-seconds a second (before it, after all the sessions that ended: {idle:0.0000}); "
            + $"while it runs, {during.ManagedMegabytes - before.ManagedMegabytes:0.00} MB managed and "
            + $"{during.NativeMegabytes - before.NativeMegabytes:0.0} MB native more than before it "
            + $"({during.ResidentMegabytes:0.0} MB resident in all). Plain sockets on loopback, no TLS."));

        async Task SpeakAsync()
        {
            for (var spoken = TimeSpan.Zero; spoken < Talk; spoken += Sentence)
            {
                user.Say(speech);
                await Task.Delay(Sentence, Time, cancellationToken);
            }
        }
    }
}
