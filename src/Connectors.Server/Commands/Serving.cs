using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace Connectors.Server.Commands;

/// <summary>Runs the service, as the program does without a command's words.</summary>
internal static class Serving
{
    private const int Failed = 1;
    private const int Misused = 2;

    // What the framework takes from the command line, beside our own settings. It passes over what it doesn't know.
    private static readonly string[] Names = ["urls", "http_ports", "https_ports", "environment", "contentRoot", "AllowedHosts"];
    private static readonly string[] Sections = [Settings.Section + ":", "Logging:", "Kestrel:"];

    /// <summary>Runs it until it is told to stop.</summary>
    /// <param name="args">Settings.</param>
    /// <param name="error">Told why it can't start.</param>
    /// <returns>The exit code: 0, 1 if it has failed, 2 if it was started wrongly.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        try
        {
            Check(args);
            await using var app = ServerApp.Build(WebApplication.CreateSlimBuilder(args));
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (Exception e) when (e is SettingsException or UsageException or FormatException)
        {
            await error.WriteLineAsync(e.Message);
            return Misused;
        }
        catch (Exception e) when (e is InvalidDataException or VaultException or SqliteException or IOException
            or StoreUnavailableException)
        {
            await error.WriteLineAsync(e.Message);
            return Failed;
        }
    }

    // --name value or --name=value.
    private static void Check(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var (word, hasValue) = args[i].Split('=', 2) is [var name, _] ? (name, true) : (args[i], false);
            if (!word.StartsWith("--", StringComparison.Ordinal) || !IsKnown(word[2..]))
            {
                throw new UsageException($"'{word}' is not known here; --help tells what is.");
            }

            if (!hasValue && (++i == args.Length || args[i].StartsWith("--", StringComparison.Ordinal)))
            {
                throw new UsageException($"{word} needs a value.");
            }
        }
    }

    private static bool IsKnown(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Sections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase));
}
