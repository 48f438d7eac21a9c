using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Core.Vault;

/// <summary>
/// Keys for HMACs: one for each purpose and each <see cref="KeyRing.Mac"/> key, by HKDF-SHA-256 (RFC 5869), so that what is
/// signed for one purpose is never valid for another.
/// </summary>
/// <param name="ring">The key ring.</param>
public sealed class DerivedKeys(KeyRingSource ring) : IDerivedKeys
{
    /// <summary>Purpose: the links of the audit log.</summary>
    public const string Audit = "audit";

    /// <summary>Purpose: hashes of API keys.</summary>
    public const string ApiKey = "api-key";

    /// <summary>Purpose: signatures of session tokens.</summary>
    public const string SessionToken = "session-token";

    private const int KeyBytes = 32;

    private readonly ConcurrentDictionary<(string Purpose, RingKey Root), DerivedKey> _made = new();
    private KeyRing _seen = ring.Current;

    /// <inheritdoc/>
    public DerivedKey Current(string purpose) => Make(purpose, ring.Current.Current(KeyRing.Mac));

    /// <inheritdoc/>
    public DerivedKey? Find(string purpose, string id) => ring.Find(KeyRing.Mac, id) is { } root ? Make(purpose, root) : null;

    private DerivedKey Make(string purpose, RingKey root)
    {
        var current = ring.Current;
        if (Interlocked.Exchange(ref _seen, current) != current)
        {
            // A key that was taken out of the ring is not kept here.
            _made.Clear();
        }

        return _made.GetOrAdd((purpose, root), made => new DerivedKey(made.Root.Id, Derive(made.Root, made.Purpose)));
    }

    private static byte[] Derive(RingKey root, string purpose)
    {
        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, root.Value.Span, key, salt: default, Encoding.UTF8.GetBytes($"connectors/{purpose}"));
        return key;
    }
}
