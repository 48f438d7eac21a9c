namespace Connectors.LiveKit;

/// <summary>The native library can't be used here; the message says why and what to do, in one sentence.</summary>
public sealed class LiveKitLibraryException : Exception
{
    /// <summary>With a message.</summary>
    /// <param name="message">Why, and what to do.</param>
    public LiveKitLibraryException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what the loader said.</summary>
    /// <param name="message">Why, and what to do.</param>
    /// <param name="innerException">What the loader said.</param>
    public LiveKitLibraryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without details.</summary>
    public LiveKitLibraryException()
        : this("The LiveKit library can't be used.")
    {
    }
}
