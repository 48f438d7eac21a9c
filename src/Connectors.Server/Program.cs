namespace Connectors.Server;

internal static class Program
{
    private static async Task Main(string[] args) => await ServerApp.Build(WebApplication.CreateSlimBuilder(args)).RunAsync();
}
