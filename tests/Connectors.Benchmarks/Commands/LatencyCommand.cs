using Connectors.Benchmarks.Latency;
using Connectors.Sandbox;

namespace Connectors.Benchmarks.Commands;

/// <summary>What the service adds: up, down and at an interruption, each beside a bare relay in the same run.</summary>
internal static class LatencyCommand
{
    // Ends by itself, whatever happens.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public static async Task<int> RunAsync(string[] options)
    {
        if (UsageCommand.Events(options, 200) is not { } events)
        {
            return UsageCommand.Run();
        }

        if (await OwnNamespace.TryRunAsync(["latency", .. options], Console.Out.WriteLine) is { } exitCode)
        {
            return exitCode;
        }

        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        var figures = new Figures($"dotnet run --project tests/Connectors.Benchmarks -c Release -- latency --events {events}");
        await using (var stage = await LatencyStage.StartAsync(limit.Token))
        {
            await Console.Out.WriteLineAsync($"down and interruption, {events} turns…");
            var down = new WayDown(stage);
            await down.RunAsync(events, limit.Token);
            await Console.Out.WriteLineAsync($"up, {events} sounds…");
            var up = new WayUp(stage);
            await up.RunAsync(events, limit.Token);
            Tell(figures, down, up);
        }

        await Console.Out.WriteLineAsync($"up through WebRTC, {events} sounds…");
        var webRtc = await ThroughWebRtc.RunAsync(events, limit.Token);
        figures.Rows("up through a WebRTC room", "ms")
            .Line(Figures.Row("arrival at the provider less arrival at a bare listener of the same room", webRtc));
        figures.Print(TimeProvider.System.GetUtcNow());
        return 0;
    }

    private static void Tell(Figures figures, WayDown down, WayUp up) => figures
        .Rows("down: provider sends a turn's first 420 ms → avatar has the first chunk", "ms")
        .Line(Figures.Row("through the service", down.Speak))
        .Line(Figures.Row("bare relay, a message of the chunk's size", down.BareSpeak))
        .Rows("interruption: provider sends it → avatar has `agent.interrupt`", "ms")
        .Line(Figures.Row("through the service", down.Interrupt))
        .Line(Figures.Row("bare relay, the command itself", down.BareInterrupt))
        .Rows("up: frame handed to the service's room → provider has its sound", "ms")
        .Line(Figures.Row("from the frame with the sound's onset: framing of 20 ms and filter delay included", up.FromOnset))
        .Line(Figures.Row("from the frame that completed the message", up.FromCompletion))
        .Line(Figures.Row("bare sender, a message of the same size", up.Bare));
}
