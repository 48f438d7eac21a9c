using Connectors.Sandbox.Rooms;

namespace Connectors.Sandbox.Demo;

/// <summary>Holds one conversation through the real parts, needs no account, and shows what it brought.</summary>
internal sealed class DemoCommand : ISandboxCommand
{
    private const int SomethingMissing = 1;

    public string Name => "demo";

    public string Summary => "one conversation through a real WebRTC room, with figures; no account needed";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, DemoOptions.All);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, DemoOptions.All));
            return 0;
        }

        if (line.Has("--live"))
        {
            DemoOptions.RefuseBesideLive(line);
            return await new LiveDemo(Console.Out, TimeProvider.System)
                .RunAsync(LiveAccounts.Read(LiveVariables.OfProcess), cancellationToken);
        }

        var options = await DemoOptions.ReadAsync(line, cancellationToken);
        if (!RoomServer.IsNamed && await OwnNamespace.TryRunAsync([Name, .. args], Console.Out.WriteLine) is { } exitCode)
        {
            return exitCode;
        }

        return await ConverseAsync(options, cancellationToken);
    }

    private static async Task<int> ConverseAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        try
        {
            await using var world = await DemoWorld.StartAsync(options, time, cancellationToken);
            await using var conversation = new DemoConversation(world, new(time, Console.Out));
            await conversation.RunAsync(cancellationToken);
            var figures = new DemoAnalysis(conversation, world).Figures();
            await DemoReport.WriteFilesAsync(options.OutputFolder, conversation, cancellationToken);
            DemoReport.PrintTable(figures);
            return Conclude(options, figures);
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"demo: {error.Message}");
            if (options.Json)
            {
                DemoReport.PrintJson(DemoFigures.OfNothing(error.Message));
            }

            return SomethingMissing;
        }
    }

    private static int Conclude(DemoOptions options, DemoFigures figures)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Written to {options.OutputFolder}: avatar.wav, transcript.json, events.jsonl");
        foreach (var missing in figures.Missing)
        {
            Console.Error.WriteLine($"demo: missing {missing}");
        }

        if (!figures.Ok && figures.Missing.Count == 0)
        {
            Console.Error.WriteLine($"demo: the session ended as {figures.End?.Result} ({figures.End?.Reason})");
        }

        if (options.Json)
        {
            DemoReport.PrintJson(figures);
        }

        return figures.Ok ? 0 : SomethingMissing;
    }
}
