using Connectors.LiveKit;
using Connectors.Sandbox.Demo;

namespace Connectors.Sandbox.Check;

/// <summary>Checks what a real session needs: native library, keys, the agent's settings, the network; each with its remedy.</summary>
internal sealed class CheckCommand : ISandboxCommand
{
    private const int SomethingWrong = 1;

    private static readonly CommandOption[] Options =
    [
        new("--room-host", "HOST[:PORT]", "a LiveKit host to try by UDP (default: the host of LIVEKIT_URL, port 3478)"),
    ];

    public string Name => "check";

    public string Summary => "native library, keys, agent settings, UDP and TCP reach, each with its remedy";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, Options);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, Options));
            await Console.Out.WriteLineAsync($"Reads {LiveVariables.Usage}.");
            return 0;
        }

        var reach = new NetworkReach(TimeProvider.System);
        using var http = new HttpClient { Timeout = NetworkReach.Limit };
        List<CheckResult> results = [Library()];
        if (LiveVariables.OfProcess.HasAny)
        {
            results.AddRange(await new LiveAvatarCheck(LiveVariables.OfProcess, http, reach).RunAsync(cancellationToken));
            results.AddRange(await new ElevenLabsCheck(LiveVariables.OfProcess, http, reach).RunAsync(cancellationToken));
        }
        else
        {
            results.Add(CheckResult.Unchecked("accounts", "none is named", $"Set {LiveVariables.Usage}."));
        }

        var roomServer = new RoomServerCheck(line.Text("--room-host"), Environment.GetEnvironmentVariable("LIVEKIT_URL"), reach);
        results.AddRange(await roomServer.RunAsync(cancellationToken));
        results.ForEach(Print);
        return results.Any(result => result.Outcome == CheckOutcome.Wrong) ? SomethingWrong : 0;
    }

    private static CheckResult Library()
    {
        const string Subject = "LiveKit library";
        try
        {
            LiveKitServices.LoadLibrary();
            return CheckResult.Good(Subject, "loads");
        }
        catch (LiveKitLibraryException error)
        {
            return CheckResult.Wrong(
                Subject, error.Message, "Use linux-x64 with glibc, the container, or an official build by CONNECTORS_LIVEKIT_LIBRARY.");
        }
    }

    private static void Print(CheckResult result)
    {
        var word = result.Outcome switch
        {
            CheckOutcome.Good => "ok   ",
            CheckOutcome.Note => "note ",
            CheckOutcome.Wrong => "WRONG",
            _ => "-    ",
        };
        Console.Out.WriteLine($"{word}  {result.Subject}: {result.Detail}");
        if (result.Remedy is { } remedy)
        {
            Console.Out.WriteLine($"       {remedy}");
        }
    }
}
