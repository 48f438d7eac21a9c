using System.Runtime.InteropServices;
using Connectors.Sandbox.Cartesia;
using Connectors.Sandbox.Cartesia.Managed;
using Connectors.Sandbox.Check;
using Connectors.Sandbox.CustomAgent;
using Connectors.Sandbox.Deepgram;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.Gemini;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.OpenAI;
using Connectors.Sandbox.Up;

namespace Connectors.Sandbox;

internal static class SandboxProgram
{
    private const int CouldNot = 1;
    private const int WrongUsage = 2;

    // One line for each verb, in the order of --help.
    private static readonly ISandboxCommand[] Commands =
    [
        new DemoCommand(),
        new UpCommand(),
        new CheckCommand(),
        new CartesiaCommand(),
        new CartesiaManagedCommand(),
        new CustomAgentCommand(),
        new DeepgramCommand(),
        new ElevenLabsCommand(),
        new GeminiCommand(),
        new LiveAvatarCommand(),
        new OpenAICommand(),
    ];

    private static async Task<int> Main(string[] args)
    {
        if (args.Length == 0 || args[0] is "--help" or "-h" or "help")
        {
            await Console.Out.WriteLineAsync(Help());
            return args.Length == 0 ? WrongUsage : 0;
        }

        var command = Array.Find(Commands, known => known.Name == args[0]);
        if (command is null)
        {
            await Console.Error.WriteLineAsync($"Unknown verb '{args[0]}'.{Environment.NewLine}{Help()}");
            return WrongUsage;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        return await RunAsync(command, args[1..], stop.Token);
    }

    private static async Task<int> RunAsync(ISandboxCommand command, string[] args, CancellationToken stop)
    {
        try
        {
            return await command.RunAsync(args, stop);
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync($"{command.Name}: {wrong.Message}");
            return WrongUsage;
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"{command.Name}: {error.Message}");
            return CouldNot;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    // The second signal is not caught: it ends a command that hangs.
    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    }

    private static string Help()
    {
        var width = Commands.Length == 0 ? 0 : Commands.Max(command => command.Name.Length);
        var lines = Commands.Select(command => $"  {command.Name.PadRight(width)}  {command.Summary}");
        return $"""
            Stand-ins for the remote services that Connectors talks to, each runnable by itself.

            Usage: dotnet run --project src/Connectors.Sandbox -- VERB [OPTION…]   (VERB --help lists its options)

            {string.Join(Environment.NewLine, lines)}
            """;
    }
}
