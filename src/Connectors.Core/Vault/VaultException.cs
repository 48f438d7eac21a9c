namespace Connectors.Core.Vault;

/// <summary>A tenant's data key can't be had; the message names the tenant and the wrapping key, never a key's value.</summary>
public sealed class VaultException : Exception
{
    /// <summary>Says nothing more.</summary>
    public VaultException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What is wrong, for the operator.</param>
    public VaultException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and why.</summary>
    /// <param name="message">What is wrong, for the operator.</param>
    /// <param name="inner">Why.</param>
    public VaultException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
