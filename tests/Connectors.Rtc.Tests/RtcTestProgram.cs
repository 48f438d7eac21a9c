using Connectors.Sandbox;
using Xunit.Runner.InProc.SystemConsole;

namespace Connectors.Rtc.Tests;

/// <summary>
/// Entry point of the tests: runs them in a network namespace of its own, where one can be had. `dotnet test` starts this
/// program and talks to it over its standard input and output, which the inner process inherits.
/// </summary>
internal static class RtcTestProgram
{
    private static async Task<int> Main(string[] args) =>
        // Standard output belongs to the protocol with the test adapter.
        await OwnNamespace.TryRunAsync(args, Console.Error.WriteLine) ?? await ConsoleRunner.Run(args);
}
