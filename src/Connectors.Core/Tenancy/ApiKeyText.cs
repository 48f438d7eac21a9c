using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Connectors.Core.Tenancy;

/// <summary>A key's text: <c>ck_</c>, its id (32 hexadecimal digits), <c>_</c>, and 256 random bits in base64url.</summary>
/// <param name="Id">The key's id, a UUID.</param>
/// <param name="Secret">The secret part, 32 bytes.</param>
public readonly record struct ApiKeyText(string Id, ReadOnlyMemory<byte> Secret)
{
    private const string Prefix = "ck_";
    private const int IdDigits = 32;
    private const int SecretBytes = 32;
    private const int SecretDigits = 43;

    /// <summary>Length of every key's text.</summary>
    public const int Length = 3 + IdDigits + 1 + SecretDigits;

    /// <summary>Makes a new secret part.</summary>
    /// <param name="id">The key's id.</param>
    public static ApiKeyText Create(string id) => new(id, RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">What it says.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ApiKeyText key)
    {
        key = default;
        if (text?.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdDigits] != '_'
            || !Guid.TryParseExact(text.AsSpan(Prefix.Length, IdDigits), "N", out var id))
        {
            return false;
        }

        var secret = new byte[SecretBytes];
        if (!Base64Url.TryDecodeFromChars(text.AsSpan(Length - SecretDigits), secret, out var written) || written != SecretBytes)
        {
            return false;
        }

        key = new(id.ToString(), secret);
        return true;
    }

    /// <summary>The text, for the one answer that shows it.</summary>
    public string Reveal() => $"{Prefix}{Guid.Parse(Id):N}_{Base64Url.EncodeToString(Secret.Span)}";

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
