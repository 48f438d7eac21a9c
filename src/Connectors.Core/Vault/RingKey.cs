namespace Connectors.Core.Vault;

/// <summary>One key of a <see cref="KeyRing"/>.</summary>
/// <param name="id">Its id; stands beside what was made with it.</param>
/// <param name="value">256 bits.</param>
public sealed class RingKey(string id, ReadOnlyMemory<byte> value)
{
    /// <summary>Its id; stands beside what was made with it.</summary>
    public string Id { get; } = id;

    /// <summary>256 bits.</summary>
    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
