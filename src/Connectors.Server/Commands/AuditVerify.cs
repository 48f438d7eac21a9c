using Connectors.Core.Auditing;
using Connectors.Core.Records;

namespace Connectors.Server.Commands;

/// <summary>
/// <c>audit verify [--tenant ID [--head SEQUENCE:MAC]]</c>: walks the audit logs. A head is what the service's log stream has
/// told of; the operator's own log is named <c>operator</c>.
/// </summary>
internal static class AuditVerify
{
    private const string Tenant = "--tenant";
    private const string Head = "--head";
    private const string Operator = "operator";

    public static ServerCommand Command { get; } = new("audit verify", [Tenant, Head], RunAsync);

    private static async Task<int> RunAsync(CommandArguments arguments, CommandStorage storage, TextWriter output)
    {
        var told = HeadOf(arguments);
        await using var services = storage.Open();
        var records = services.GetRequiredService<IRecordStore>();
        var verifier = services.GetRequiredService<AuditVerifier>();
        var tenants = arguments.Find(Tenant) is { } one
            ? [one is Operator ? RecordKey.Operator : one]
            : await AuditTenants.ListAsync(records, CancellationToken.None).ToListAsync();
        var broken = 0;
        foreach (var tenantId in tenants)
        {
            var verdict = await verifier.VerifyAsync(tenantId, told, CancellationToken.None);
            var name = tenantId is RecordKey.Operator ? Operator : tenantId;
            broken += verdict.Fault is null ? 0 : 1;
            await output.WriteLineAsync(verdict.Fault is { } fault
                ? $"Audit log of {name}: {fault}."
                : $"Audit log of {name}: {verdict.Entries} entries, all as they were written.");
        }

        return broken == 0 ? 0 : 1;
    }

    private static AuditHead? HeadOf(CommandArguments arguments)
    {
        if (arguments.Find(Head) is not { } text)
        {
            return null;
        }

        arguments.Require(Tenant);
        return AuditHead.Parse(text)
            ?? throw new UsageException("--head is SEQUENCE:MAC, with 64 hexadecimal digits, as the service's log has it.");
    }
}
