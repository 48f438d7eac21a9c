namespace Connectors.Core.Rooms.Messages;

/// <summary>Whether a message that is never cut was written.</summary>
public enum RoomWriteResult
{
    /// <summary>It is in the buffer.</summary>
    Written,

    /// <summary>It would exceed <see cref="RoomLimits.DataBytes"/>; nothing is in the buffer.</summary>
    TooLarge,

    /// <summary>What was handed over is not a JSON object; nothing is in the buffer.</summary>
    NotAnObject,
}
