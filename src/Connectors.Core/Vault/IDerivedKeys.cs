namespace Connectors.Core.Vault;

/// <summary>Keys for signatures and hashes, one per purpose, derived from root keys that are not in the store.</summary>
public interface IDerivedKeys
{
    /// <summary>The key to make something new with.</summary>
    /// <param name="purpose">What for, such as <c>api-key</c>.</param>
    DerivedKey Current(string purpose);

    /// <summary>The key with which something was made, or null if its root key is gone.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="id">The <see cref="DerivedKey.Id"/> kept beside it.</param>
    DerivedKey? Find(string purpose, string id);
}
