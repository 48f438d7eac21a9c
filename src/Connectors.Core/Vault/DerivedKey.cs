namespace Connectors.Core.Vault;

/// <summary>A key for one purpose, derived from one of our root keys.</summary>
/// <param name="Id">Id of the root key, kept beside what was made with it.</param>
/// <param name="Value">The key, 32 bytes.</param>
public sealed record DerivedKey(string Id, ReadOnlyMemory<byte> Value)
{
    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
