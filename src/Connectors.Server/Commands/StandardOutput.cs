namespace Connectors.Server.Commands;

/// <summary>What is for whoever starts the process, and must not be in the log.</summary>
internal static class StandardOutput
{
    /// <summary>Writes one line.</summary>
    public static Task TellAsync(string line) => Console.Out.WriteLineAsync(line);
}
