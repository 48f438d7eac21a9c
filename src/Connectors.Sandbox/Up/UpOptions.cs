using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Demo;

namespace Connectors.Sandbox.Up;

/// <summary>What the user of <c>up</c> asked for.</summary>
/// <param name="Connector">Whose sandbox answers.</param>
/// <param name="Port">Port of the playground; the API has the next one. 0: free ones.</param>
/// <param name="DataFolder">Where the service keeps its data.</param>
/// <param name="Script">What the sandbox's agent says.</param>
internal sealed record UpOptions(string Connector, int Port, string DataFolder, AgentScript Script)
{
    private const int DefaultPort = 7700;

    /// <summary>All options, for <c>--help</c>.</summary>
    public static CommandOption[] All { get; } =
    [
        new("--port", "N", $"port of the playground on 127.0.0.1, the API has the next one; 0 for free ones (default {DefaultPort})"),
        new("--connector", "NAME", $"whose sandbox answers: {DemoAgents.Choice}"),
        new("--data", "DIR", "where the service keeps its data; goes on with what is there (default: a folder that is deleted at the end)"),
        new("--agent-script", "FILE", "what the sandbox's agent says (JSON, see AgentScript.cs)"),
    ];

    /// <summary>Reads the command line.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="otherwise">Where data go that nobody named a place for.</param>
    /// <exception cref="UsageException">Something is wrong with it.</exception>
    public static UpOptions Read(CommandLine line, Func<string> otherwise)
    {
        var connector = line.Text("--connector") ?? DemoAgents.Names[0];
        if (!DemoAgents.Names.Contains(connector))
        {
            throw new UsageException($"--connector: there is no '{connector}'; there are {string.Join(", ", DemoAgents.Names)}.");
        }

        var port = line.Number("--port", DefaultPort, 0, 65_534);
        return new(connector, port, OpenFolder(line.Text("--data"), otherwise), AgentScript.Of(line));
    }

    private static string OpenFolder(string? path, Func<string> otherwise)
    {
        if (path is null)
        {
            return otherwise();
        }

        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--data: '{path}' can't be used: {error.Message}");
        }
    }
}
