namespace Connectors.Server.Commands;

/// <summary>Something the program does instead of running the service.</summary>
/// <param name="Words">How it is called.</param>
/// <param name="Options">What can be given to it.</param>
/// <param name="RunAsync">Does it, and returns the exit code.</param>
internal sealed record ServerCommand(
    string Words, IReadOnlyCollection<string> Options, Func<CommandArguments, CommandStorage, TextWriter, Task<int>> RunAsync)
{
    /// <summary>How it is called, with its options.</summary>
    public override string ToString() => $"{Words}{string.Concat(Options.Select(option => $" [{option} VALUE]"))}";
}
