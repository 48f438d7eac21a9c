using Connectors.Core.Vault;

namespace Connectors.Server.Commands;

/// <summary><c>keys rotate-data --tenant ID</c>: a new data key; what was sealed under old ones still opens.</summary>
internal static class KeysRotateData
{
    private const string Tenant = "--tenant";

    public static ServerCommand Command { get; } = new("keys rotate-data", [Tenant], RunAsync);

    private static async Task<int> RunAsync(CommandArguments arguments, CommandStorage storage, TextWriter output)
    {
        var tenantId = arguments.Require(Tenant);
        await using var services = storage.Open();
        await TenantNames.RequireAsync(services, tenantId);
        await services.GetRequiredService<IVault>().RotateAsync(tenantId, CancellationToken.None);
        await output.WriteLineAsync($"Tenant {tenantId} has a new data key; a running service takes it within five minutes.");
        return 0;
    }
}
