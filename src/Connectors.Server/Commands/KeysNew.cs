using Connectors.Core.Vault;

namespace Connectors.Server.Commands;

/// <summary><c>keys new kek</c> and <c>keys new mac</c>: a fresh key, the current one from now on.</summary>
internal static class KeysNew
{
    public static IEnumerable<ServerCommand> Commands { get; } =
        KeyRing.Purposes.Select(purpose => new ServerCommand(
            $"keys new {purpose}", [], (_, storage, output) => RunAsync(purpose, storage, output)));

    private static async Task<int> RunAsync(string purpose, CommandStorage storage, TextWriter output)
    {
        var path = storage.RequireRingFile();
        try
        {
            var id = KeyRingFile.Append(path, purpose, TimeProvider.System);
            await output.WriteLineAsync($"{path} has a new {purpose} key, {id}; a running service takes it within ten seconds.");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} can't be written: {e.Message}");
        }
    }
}
