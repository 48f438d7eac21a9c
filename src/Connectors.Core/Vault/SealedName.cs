namespace Connectors.Core.Vault;

/// <summary>What a sealed box belongs to; a box that is moved to another name can't be opened.</summary>
/// <param name="TenantId">Whose data key seals it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one.</param>
public readonly record struct SealedName(string TenantId, string Kind, string Id);
