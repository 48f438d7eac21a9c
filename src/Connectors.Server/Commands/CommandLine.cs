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
    public static bool HasCommand(string[] args) => args is [var first, ..] && !first.StartsWith('-');

    /// <summary>Does what the arguments ask for.</summary>
    /// <returns>The exit code: 0, 1 if it has failed or found something wrong, 2 if it was asked for wrongly.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
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
        catch (UsageException e)
        {
            await error.WriteLineAsync(e.Message);
            return Misused;
        }
        catch (Exception e) when (e is InvalidDataException or VaultException or SqliteException or IOException)
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

        var configuration = WebApplication.CreateSlimBuilder(settings).Configuration;
        var options = configuration.GetSection("Connectors").Get<ConnectorsOptions>() ?? new();
        return options.Errors() is { Count: > 0 } errors ? throw new UsageException(string.Join(' ', errors)) : options;
    }

    private static bool IsSetting(string word) => word.StartsWith(Setting, StringComparison.OrdinalIgnoreCase);
}
