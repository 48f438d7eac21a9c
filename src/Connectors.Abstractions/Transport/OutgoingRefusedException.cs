namespace Connectors.Transport;

/// <summary>
/// The host's guard of outgoing connections didn't let one through. HTTP and WebSocket clients wrap it, so it is looked for
/// by <see cref="Find"/>. Its message is one sentence for whoever named the address, and nothing that retrying would mend.
/// </summary>
public sealed class OutgoingRefusedException : IOException
{
    /// <summary>Says nothing more.</summary>
    public OutgoingRefusedException()
        : base("This server doesn't allow a connection to that address.")
    {
    }

    /// <summary>Says what is wrong.</summary>
    /// <param name="message">One sentence for the tenant; no secrets.</param>
    public OutgoingRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and why.</summary>
    /// <param name="message">One sentence for the tenant; no secrets.</param>
    /// <param name="inner">Why.</param>
    public OutgoingRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>The refusal behind a failure, or null if it has another cause.</summary>
    /// <param name="error">What an HTTP or WebSocket client threw.</param>
    public static OutgoingRefusedException? Find(Exception? error)
    {
        while (error is not null and not OutgoingRefusedException)
        {
            error = error.InnerException;
        }

        return error as OutgoingRefusedException;
    }
}
