using System.Globalization;
using Connectors.Benchmarks.Nodes;
using Connectors.Benchmarks.Sessions;
using Connectors.Sandbox;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Commands;

/// <summary>
/// What sessions at rest cost a node, and how long a start takes whose session another node gets. The same command built with and
/// without <c>-p:ClusterEdition=true</c> shows what the grain layer costs: storage on Redis, everything else is the same.
/// </summary>
internal static class NodesCommand
{
    // Ends by itself, whatever happens.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private static TimeProvider Time => TimeProvider.System;

#if CLUSTER_EDITION
    private static bool IsCluster => true;
#else
    private static bool IsCluster => false;
#endif

    public static async Task<int> RunAsync(string[] options)
    {
        if (UsageCommand.Events(options, 10) is not { } sessions)
        {
            return UsageCommand.Run();
        }

        if (await OwnNamespace.TryRunAsync(["nodes", .. options], Console.Out.WriteLine) is { } exitCode)
        {
            return exitCode;
        }

        using var limit = new CancellationTokenSource(Limit, Time);
        var edition = IsCluster ? " -p:ClusterEdition=true" : string.Empty;
        var figures = new Figures($"dotnet run --project tests/Connectors.Benchmarks -c Release{edition} -- nodes --events {sessions}");
        await RestAsync(sessions, figures, limit.Token);
        if (IsCluster)
        {
            await CrossAsync(sessions, figures, limit.Token);
        }

        figures.Print(Time.GetUtcNow());
        return 0;
    }

    // Each with a user who listens and says nothing: what a conversation costs that nobody has just now.
    private static async Task RestAsync(int sessions, Figures figures, CancellationToken cancellationToken)
    {
        await using var redis = await OwnRedis.StartAsync(cancellationToken);
        await using var stage = await SessionStage.StartAsync(cancellationToken);
        var host = stage.AddHost(Settings(redis));
        await StartAllAsync((stage, host), "warm", 1, cancellationToken);
        var empty = await host.AskAsync<HostMemory>("memory", cancellationToken);
        var idle = await host.CpuAsync(Task.Delay(Rest, Time, cancellationToken), cancellationToken);

        var (users, calls, ready) = await JoinAllAsync((stage, host), "rest", sessions, cancellationToken);
        var busy = await host.CpuAsync(Task.Delay(Rest, Time, cancellationToken), cancellationToken);
        var full = await host.AskAsync<HostMemory>("memory", cancellationToken);
        await EndAllAsync(host, "rest", users, cancellationToken);

        figures.Rows("start of a session on one node", "ms").Line(Figures.Row("the call", calls)).Line(Figures.Row("agent ready", ready))
            .Line(string.Empty).Line("| one node | CPU-s/s | resident, MB | managed, MB | threads |")
            .Line("| --- | --- | --- | --- | --- |")
            .Line(Row("after a session that ended", idle, empty)).Line(Row($"with {sessions} sessions at rest", busy, full))
            .Line(string.Create(
                CultureInfo.InvariantCulture,
                $"| each of them | {(busy - idle) / sessions:0.0000} "
                + $"| {(full.ResidentMegabytes - empty.ResidentMegabytes) / sessions:0.00} | "
                + $"{(full.ManagedMegabytes - empty.ManagedMegabytes) / sessions:0.00} | "
                + $"{(double)(full.Threads - empty.Threads) / sessions:0.0} |"));
    }

    // The first node has room for one session only, and so the other is always chosen.
    private static async Task CrossAsync(int sessions, Figures figures, CancellationToken cancellationToken)
    {
        await using var redis = await OwnRedis.StartAsync(cancellationToken);
        await using var stage = await SessionStage.StartAsync(cancellationToken);
        var asked = stage.AddHost(liveAvatar => Settings(redis)(liveAvatar) with { Room = 1 });
        await asked.AskAsync<HostMemory>("memory", cancellationToken);
        var other = stage.AddHost(Settings(redis));
        await other.AskAsync<HostMemory>("memory", cancellationToken);
        await StartAllAsync((stage, other), "warm", 1, cancellationToken);
        await StartAllAsync((stage, asked), "warm-too", 2, cancellationToken);

        var (calls, ready) = await StartAllAsync((stage, other), "here", sessions, cancellationToken);
        var (callsAcross, readyAcross) = await StartAllAsync((stage, asked), "across", sessions, cancellationToken);
        figures.Rows("start of a session, two nodes, the second has it", "ms")
            .Line(Figures.Row("the call, asked of that node", calls)).Line(Figures.Row("agent ready", ready))
            .Line(Figures.Row("the call, asked of the other", callsAcross)).Line(Figures.Row("agent ready", readyAcross));
    }

    private static Func<Uri, HostSettings> Settings(OwnRedis redis) => liveAvatar =>
        new(liveAvatar, redis.Address, IsCluster ? HostSettings.FreePort() : 0, KeyRing: redis.KeyRing);

    // One after the other, each over before the next.
    private static async Task<(List<double> Calls, List<double> Ready)> StartAllAsync(
        (SessionStage Stage, HostChild Host) on, string name, int sessions, CancellationToken cancellationToken)
    {
        List<double> calls = [], ready = [];
        for (var i = 0; i < sessions; i++)
        {
            var (users, call, isReady) = await JoinAllAsync(on, $"{name}-{i}", 1, cancellationToken);
            await EndAllAsync(on.Host, $"{name}-{i}", users, cancellationToken);
            calls.AddRange(call);
            ready.AddRange(isReady);
        }

        return (calls, ready);
    }

    private static async Task<(List<SandboxUser> Users, List<double> Calls, List<double> Ready)> JoinAllAsync(
        (SessionStage Stage, HostChild Host) on, string name, int sessions, CancellationToken cancellationToken)
    {
        List<SandboxUser> users = [];
        List<double> calls = [], ready = [];
        for (var i = 0; i < sessions; i++)
        {
            var (user, call, stages) = await on.Stage.JoinAsync(on.Host, $"{name}-{i}", cancellationToken);
            users.Add(user);
            calls.Add(call);
            ready.Add(stages["AgentReady"]);
            await Console.Out.WriteLineAsync($"{name}-{i}: ready");
        }

        return (users, calls, ready);
    }

    private static async Task EndAllAsync(HostChild host, string name, List<SandboxUser> users, CancellationToken cancellationToken)
    {
        for (var i = 0; i < users.Count; i++)
        {
            await host.AskAsync<string>($"end {name}-{i}", cancellationToken);
            await users[i].DisposeAsync();
        }
    }

    private static string Row(string what, double cpu, HostMemory memory) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {cpu:0.0000} | {memory.ResidentMegabytes:0.0} | {memory.ManagedMegabytes:0.00} | {memory.Threads} |");
}
