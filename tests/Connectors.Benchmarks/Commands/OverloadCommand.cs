using Connectors.Benchmarks.Load;
using Connectors.Sandbox;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Commands;

/// <summary>One and a half times as many sessions as there is room for: exactly those let in, and nothing of it heard by them.</summary>
internal static class OverloadCommand
{
    private const int Turns = 4;

    // Ends by itself, whatever happens.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    // Of those that are sent away: each tries again after this.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<int> RunAsync(string[] options)
    {
        if (UsageCommand.Numbers(options, "rooms", "10") is not [var room])
        {
            return UsageCommand.Run();
        }

        if (!RoomServer.IsNamed && await OwnNamespace.TryRunAsync(["overload", .. options], Console.Out.WriteLine) is { } exitCode)
        {
            return exitCode;
        }

        using var limit = new CancellationTokenSource(Limit, Time);
        return await MeasureAsync(room, limit.Token) ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(int room, CancellationToken cancellationToken)
    {
        var asked = room * 3 / 2;
        var figures = new Figures($"dotnet run --project tests/Connectors.Benchmarks -c Release -- overload --rooms {room}");
        await using var stage = await LoadStage.StartAsync(room, cancellationToken);
        for (var i = 0; i < asked; i++)
        {
            await stage.AddAsync(cancellationToken);
        }

        var admitted = stage.Talks.Count;
        await Console.Out.WriteLineAsync($"{asked} starts for {room} places: {admitted} let in; they talk…");
        await stage.MeasureAsync(1, cancellationToken);
        var alone = await stage.MeasureAsync(Turns, cancellationToken);
        var refused = new List<double>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pressing = PressAsync(stage, refused, over.Token);
        var pressed = await stage.MeasureAsync(Turns, cancellationToken);
        await over.CancelAsync();
        await pressing;

        figures.Line(string.Empty)
            .Line($"{asked} starts for {room} places: {admitted} let in. Then {refused.Count} starts more over "
                + $"{Turns * LoadTalk.Period.TotalSeconds:0} s: {stage.Talks.Count - admitted} let in, the others refused.");
        Tell(figures, alone, pressed, refused);
        return admitted == room && stage.Talks.Count == room && pressed.Incomplete == 0;
    }

    private static void Tell(Figures figures, LoadStep alone, LoadStep pressed, List<double> refused)
    {
        figures.Line(string.Empty).Line(LoadStep.Head).Line(alone.Row).Line(pressed.Row);
        figures.Rows("those let in", "ms")
            .Line(Figures.Row("up, nobody asks", alone.Up)).Line(Figures.Row("up, others ask", pressed.Up))
            .Line(Figures.Row("down, nobody asks", alone.Down)).Line(Figures.Row("down, others ask", pressed.Down))
            .Line(Figures.Row("a refusal", refused))
            .Line(string.Empty).Line($"Turns that were not whole at the avatar: {alone.Incomplete} and {pressed.Incomplete}.");
        figures.Print(Time.GetUtcNow());
    }

    private static async Task PressAsync(LoadStage stage, List<double> refused, CancellationToken cancellationToken)
    {
        try
        {
            using var pace = new PeriodicTimer(Pause, Time);
            while (await pace.WaitForNextTickAsync(cancellationToken))
            {
                var (_, reason, milliseconds) = await stage.AddAsync(cancellationToken);
                if (reason is not null)
                {
                    refused.Add(milliseconds);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }
}
