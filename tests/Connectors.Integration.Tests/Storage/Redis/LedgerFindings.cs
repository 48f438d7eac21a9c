namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>What a server has of what writers were told.</summary>
/// <param name="Lost">Batches that were acknowledged and aren't there.</param>
/// <param name="Unknown">Batches of which nobody knew, and that are there.</param>
/// <param name="Older">Sessions and epochs that are older than was acknowledged.</param>
internal readonly record struct LedgerFindings(int Lost, int Unknown, int Older);
