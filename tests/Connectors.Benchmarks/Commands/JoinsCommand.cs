using System.Globalization;
using Connectors.Benchmarks.Load;
using Connectors.Benchmarks.Sessions;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Tokens;
using Connectors.Sandbox;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Commands;

/// <summary>Rooms joined, heard and left over and over by our binding alone: what of a session's growth is the library's.</summary>
internal static class JoinsCommand
{
    private const int Samples = 10;
    private const int HeardFrames = 5;

    // Ends by itself, whatever happens.
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<int> RunAsync(string number)
    {
        if (UsageCommand.Numbers(["--joins", number], "joins", string.Empty) is not [var joins])
        {
            return UsageCommand.Run();
        }

        if (await OwnNamespace.TryRunAsync(["soak", "--joins", number], Console.Out.WriteLine) is { } exitCode)
        {
            return exitCode;
        }

        using var limit = new CancellationTokenSource(Limit, Time);
        var figures = new Figures($"dotnet run --project tests/Connectors.Benchmarks -c Release -- soak --joins {joins}");
        figures.Line(string.Empty)
            .Line("| joins | handles of the library | threads | managed, MB | allocated natively, MB | resident, MB |")
            .Line("| --- | --- | --- | --- | --- | --- |");
        await using var users = await LoadUsers.StartAsync(limit.Token);
        var held = new List<(int After, HostResources Held)>();
        for (var done = 0; done <= joins; done++)
        {
            await JoinAsync(users.Server, done, limit.Token);
            if (done % Math.Max(1, joins / Samples) == 0)
            {
                held.Add((done, HostResources.Now()));
                figures.Line(Row(held[^1].After, held[^1].Held));
                await Console.Out.WriteLineAsync(Row(held[^1].After, held[^1].Held));
            }
        }

        var (first, last) = (held[held.Count / 2], held[^1]);
        var kilobytes = 1_000.0 * (last.After - first.After);
        figures.Line(string.Empty).Line(string.Create(
            CultureInfo.InvariantCulture,
            $"A join more, over the second half: {(last.Held.Native - first.Held.Native) / kilobytes:0} kB allocated natively, "
            + $"{(last.Held.Resident - first.Held.Resident) / kilobytes:0} kB resident."));
        figures.Print(Time.GetUtcNow());
        return 0;
    }

    private static async Task JoinAsync(RoomServer server, int number, CancellationToken cancellationToken)
    {
        var room = string.Create(CultureInfo.InvariantCulture, $"joined-{number}");
        await using var participant = new SandboxParticipant("client", Time);
        var grants = new LiveKitGrants { Room = room, CanSubscribe = true, CanPublishData = true };
        await participant.JoinAsync(server.Url, server.Mint("agent", grants), cancellationToken);
        for (var frames = 0; frames < HeardFrames; frames++)
        {
            await participant.Heard.NextFrameAsync().WaitAsync(cancellationToken);
        }

        await participant.LeaveAsync();
    }

    private static string Row(int after, HostResources held) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {after} | {LiveKitLibrary.Get(new()).Handles} | {held.Threads} | {held.ManagedMegabytes:0.00} "
        + $"| {held.NativeMegabytes:0.00} | {held.ResidentMegabytes:0.0} |");
}
