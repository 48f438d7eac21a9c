namespace Connectors.Core.Records;

/// <summary>
/// The store is away or refuses to write: nobody knows whether what was asked for has happened. Ask again later. The message names
/// the cause, for the operator, and nothing that is kept.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Says nothing more.</summary>
    public StoreUnavailableException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What is wrong, for the operator.</param>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and why.</summary>
    /// <param name="message">What is wrong, for the operator.</param>
    /// <param name="inner">Why.</param>
    public StoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
