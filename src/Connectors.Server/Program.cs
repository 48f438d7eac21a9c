using Connectors.Server.Commands;

namespace Connectors.Server;

internal static class Program
{
    private static Task<int> Main(string[] args) =>
        CommandLine.HasCommand(args) ? CommandLine.RunAsync(args) : Serving.RunAsync(args, Console.Error);
}
