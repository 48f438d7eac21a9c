using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox;
using Xunit.Runner.InProc.SystemConsole;

namespace Connectors.Rtc.Tests;

/// <summary>
/// Entry point of the tests: runs them in a network namespace of its own, where one can be had. `dotnet test` starts this
/// program and talks to it over its standard input and output, which the inner process inherits.
/// </summary>
internal static class RtcTestProgram
{
    private static async Task<int> Main(string[] args) => args switch
    {
        [SpeakerProcess.Verb, var url, var token] => await SpeakerProcess.RunAsync(url, token),
        [ServerProcess.Verb, .. var settings] => await ServerProcess.RunAsync(settings),
        [PanicProcess.Verb, var url, var token, var other] => await PanicProcess.RunAsync(url, token, other, Console.Out),
        // Standard output belongs to the protocol with the test adapter.
        _ => await OwnNamespace.TryRunAsync(args, Console.Error.WriteLine) ?? await ConsoleRunner.Run(args),
    };
}
