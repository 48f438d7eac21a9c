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
}
