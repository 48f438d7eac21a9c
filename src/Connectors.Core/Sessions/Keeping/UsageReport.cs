namespace Connectors.Core.Sessions.Keeping;

/// <summary>What a tenant used.</summary>
/// <param name="Sums">By day, then by connector.</param>
public sealed record UsageReport(IReadOnlyList<UsageSum> Sums);
