namespace Connectors.Sandbox;

internal static class SandboxProgram
{
    private static Task<int> Main(string[] args) => Task.FromResult(args.Length);
}
