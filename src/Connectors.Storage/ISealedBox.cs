namespace Connectors.Storage;

/// <summary>Seals what a store must not hold in the clear, and opens it again.</summary>
internal interface ISealedBox
{
    /// <summary>Seals a text so that it can be neither read nor changed, nor moved to another owner.</summary>
    /// <param name="content">What to seal.</param>
    /// <param name="owner">What it belongs to; needed to open it.</param>
    byte[] Seal(ReadOnlySpan<byte> content, string owner);

    /// <summary>Opens it.</summary>
    /// <param name="box">What <see cref="Seal"/> returned.</param>
    /// <param name="owner">What it belongs to.</param>
    /// <returns>The content, or null: another key, another owner, or damage.</returns>
    byte[]? Open(ReadOnlySpan<byte> box, string owner);
}
