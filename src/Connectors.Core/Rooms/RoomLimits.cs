namespace Connectors.Core.Rooms;

/// <summary>Limits of rooms that everyone keeps.</summary>
public static class RoomLimits
{
    /// <summary>
    /// Largest data packet we send, in bytes: 14 KB, below the 15–16 KiB that LiveKit's documents name as practical
    /// (facts/liveavatar.md §3.1); servers were seen to pass 60 KiB.
    /// </summary>
    public const int DataBytes = 14_000;

    /// <summary>Largest data packet we read, in bytes; larger ones are refused by name.</summary>
    public const int ReceivedDataBytes = 64 * 1024;

    /// <summary>Longest text of a command to speak, in UTF-16 code units.</summary>
    public const int TextLength = 10_000;

    /// <summary>Longest id of a command, in UTF-16 code units; the web SDK's are UUIDs.</summary>
    public const int EventIdLength = 128;

    /// <summary>How many levels of objects and arrays a command may have.</summary>
    public const int CommandDepth = 32;
}
