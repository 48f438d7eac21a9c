using System.Security.Cryptography;

namespace Connectors.Core.Vault;

/// <summary>An unwrapped data key; it may be erased by one while another wants to use it, and says so then.</summary>
internal sealed class DataKey(byte[] value)
{
    public const int Bytes = 32;

    private readonly Lock _lock = new();
    private bool _isErased;

    /// <summary>Copies the key; false if it was erased.</summary>
    public bool TryCopyTo(Span<byte> destination)
    {
        lock (_lock)
        {
            value.CopyTo(destination);
            return !_isErased;
        }
    }

    public void Erase()
    {
        lock (_lock)
        {
            _isErased = true;
            CryptographicOperations.ZeroMemory(value);
        }
    }
}
