using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>Issues signatures and says whether one still opens conversations.</summary>
/// <param name="time">Clock of their lifetime.</param>
internal sealed class SignedUrls(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset Expiry, bool SingleUse)> _issued = new();

    public int Issued { get; private set; }

    public string Issue(TimeSpan lifetime, bool singleUse)
    {
        var signature = $"cvtkn_{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        _issued[signature] = (time.GetUtcNow() + lifetime, singleUse);
        Issued++;
        return signature;
    }

    public bool TryUse(string? signature)
    {
        if (signature is null || !_issued.TryGetValue(signature, out var known) || known.Expiry <= time.GetUtcNow())
        {
            return false;
        }

        return !known.SingleUse || _issued.TryRemove(signature, out _);
    }
}
