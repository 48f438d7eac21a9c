using Connectors.Core.Vault;

namespace Connectors.Server.Commands;

/// <summary><c>keys rewrap</c>: all data keys under the current key-encryption key.</summary>
internal static class KeysRewrap
{
    public static ServerCommand Command { get; } = new("keys rewrap", [], RunAsync);

    private static async Task<int> RunAsync(CommandArguments arguments, CommandStorage storage, TextWriter output)
    {
        await using var services = storage.Open();
        var report = await services.GetRequiredService<DataKeyRewrap>().RunAsync(CancellationToken.None);
        foreach (var failure in report.Failures)
        {
            await output.WriteLineAsync(failure);
        }

        var kek = services.GetRequiredService<IKeyEncryption>().CurrentKeyId;
        await output.WriteLineAsync(
            $"Data keys under {kek}: {report.Rewrapped} tenants wrapped anew, {report.Untouched} left as they were, "
            + $"{report.Failures.Count} failed.");
        return report.Failures.Count == 0 ? 0 : 1;
    }
}
