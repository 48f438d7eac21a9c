namespace Connectors.Sandbox.ElevenLabs;

/// <summary>An end that comes by itself.</summary>
/// <param name="Code">Close code; 0 resets the TCP connection instead.</param>
/// <param name="Reason">Close reason.</param>
/// <param name="After">Time after the metadata; null is instead of the metadata.</param>
/// <param name="ErrorType">Of the error event before it.</param>
internal sealed record ScheduledClose(int Code, string Reason, TimeSpan? After, string ErrorType = "unknown")
{
    /// <summary>What an empty account does: the greeting plays, then all ends.</summary>
    /// <param name="after">Really 3 to 5 s.</param>
    public static ScheduledClose Quota(TimeSpan after) =>
        new(1002, "This request exceeds your quota limit. You have 0 credits remaining.", after, "unknown");

    /// <summary>A crash.</summary>
    /// <param name="after">When.</param>
    public static ScheduledClose Crash(TimeSpan after) => new(1011, "Internal error", after, "unknown_websocket_crash");

    /// <summary>An abrupt TCP loss.</summary>
    /// <param name="after">When.</param>
    public static ScheduledClose Reset(TimeSpan after) => new(0, string.Empty, after);
}
