namespace Connectors.Core.Rooms.Messages;

/// <summary>What was read from a data message: exactly one of the two.</summary>
/// <param name="Command">The command, or null.</param>
/// <param name="Rejection">Why there is none, or null.</param>
public readonly record struct RoomCommandResult(RoomCommand? Command, CommandRejection? Rejection);
