namespace Connectors.Core.Auditing;

/// <summary>What verifying a tenant's audit log has come to.</summary>
/// <param name="Entries">How many entries in order were found before the fault, or all.</param>
/// <param name="Fault">Names the first entry that is broken, missing or cut off; null if all is well.</param>
public sealed record AuditVerdict(long Entries, string? Fault);
