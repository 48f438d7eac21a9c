using Connectors.Server.Commands;

namespace Connectors.Server;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (CommandLine.HasCommand(args))
        {
            return await CommandLine.RunAsync(args);
        }

        await ServerApp.Build(WebApplication.CreateSlimBuilder(args)).RunAsync();
        return Environment.ExitCode;
    }
}
