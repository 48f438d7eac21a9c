using System.Security.Cryptography;
using System.Text;
using Connectors.Core.Vault;

namespace Connectors.Core.Tenancy;

/// <summary>
/// Tells values of credentials apart without telling them: two with the same fingerprint hold the same value. Keyed, so that nobody
/// who sees one can try values against it; it changes with the value, and all of them with the root key.
/// </summary>
/// <param name="keys">Has the key.</param>
public sealed class CredentialFingerprints(IDerivedKeys keys)
{
    private const string Purpose = "credential-fingerprint";
    private const int Bytes = 4;

    /// <summary>The fingerprint: eight hexadecimal digits.</summary>
    /// <param name="credential">The credential.</param>
    public string Of(Credential credential)
    {
        var text = Encoding.UTF8.GetBytes($"{credential.TenantId}\n{credential.Value.Reveal()}");
        var mac = HMACSHA256.HashData(keys.Current(Purpose).Value.Span, text);
        CryptographicOperations.ZeroMemory(text);
        return Convert.ToHexStringLower(mac.AsSpan(0, Bytes));
    }
}
