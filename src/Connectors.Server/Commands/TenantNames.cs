using Connectors.Core.Records;

namespace Connectors.Server.Commands;

/// <summary>Tenants as they are named on the command line.</summary>
internal static class TenantNames
{
    /// <exception cref="UsageException">There is no such tenant: a mistyped one would get a data key.</exception>
    public static async Task RequireAsync(IServiceProvider services, string tenantId)
    {
        var records = services.GetRequiredService<IRecordStore>();
        if (await records.FindAsync(new(RecordKinds.Tenant, RecordKey.Operator, tenantId), CancellationToken.None) is null)
        {
            throw new UsageException($"There is no tenant '{tenantId}'.");
        }
    }
}
