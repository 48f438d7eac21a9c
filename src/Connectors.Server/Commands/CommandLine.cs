using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace Connectors.Server.Commands;

/// <summary>
/// What the program does when it is started with words: without any it runs the service. Settings (<c>--Connectors:Name=value</c>)
/// may stand anywhere, as they may for the service.
/// </summary>
internal static class CommandLine
{
    private const string Setting = "--Connectors:";
    private const int Failed = 1;
    private const int Misused = 2;

    private static readonly IReadOnlyList<ServerCommand> Commands =
        [.. KeysNew.Commands, KeysRewrap.Command, KeysRotateData.Command, AuditVerify.Command];

    /// <summary>Whether there is a command among the arguments.</summary>
    public static bool HasCommand(string[] args) => args is [var first, ..] && (!first.StartsWith('-') || AsksForHelp(args));

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>The exit code: 0, 1 if it has failed or found something wrong, 2 if it was asked for wrongly.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (AsksForHelp(args))
        {
            await output.WriteAsync(Help());
            return 0;
        }

        try
        {
            var words = args.Where(word => !IsSetting(word)).ToList();
            var command = Commands.FirstOrDefault(one => words.Take(one.Words.Split(' ').Length).SequenceEqual(one.Words.Split(' ')))
                ?? throw new UsageException(
                    $"There is no command '{string.Join(' ', words.TakeWhile(word => !word.StartsWith('-')))}'; "
                    + $"there are {string.Join(", ", Commands.Select(one => one.Words))}.");
            var arguments = CommandArguments.Parse(words[command.Words.Split(' ').Length..], command.Options);
            return await command.RunAsync(arguments, new CommandStorage(Options(args)), output);
        }
        catch (Exception e) when (e is UsageException or SettingsException)
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

    private static ConnectorsOptions Options(string[] args)
    {
        var settings = args.Where(IsSetting).ToArray();
        if (settings.FirstOrDefault(setting => !setting.Contains('=', StringComparison.Ordinal)) is { } odd)
        {
            throw new UsageException($"{odd} needs a value, as in {odd}=value.");
        }

        return Settings.Read(WebApplication.CreateSlimBuilder(settings).Configuration);
    }

    private static bool AsksForHelp(string[] args) => args is ["--help" or "-h" or "-?" or "help", ..] or [.., "--help" or "-h"];

    private static string Help() => $"""
        Connectors: hosts voice agents in LiveAvatar rooms.

        Without a command it runs the service: --urls http://localhost:5000 says where it listens.

        Commands
        {string.Join('\n', Commands.Select(command => $"  {command}"))}

        Settings, as --Name=value or as the environment variable with __ for each colon, and what they are by default
        {Settings.Describe()}
        """;

    private static bool IsSetting(string word) => word.StartsWith(Setting, StringComparison.OrdinalIgnoreCase);
}
