namespace Connectors.Core.Rooms.Messages;

/// <summary>Why a command is not carried out.</summary>
/// <param name="Reason">Kebab-case; of the reader's, one of <see cref="CommandRejectionReasons"/>.</param>
/// <param name="EventId">The command's id, where it could be read.</param>
/// <param name="Message">For people; contains nothing of what was sent.</param>
public sealed record CommandRejection(string Reason, string? EventId, string Message)
{
    /// <summary>The command's <c>event_type</c>, if it is one that we know (<see cref="RoomCommand.Name"/>).</summary>
    public string? Command { get; init; }

    /// <summary>The rejection of a command that was read.</summary>
    /// <param name="command">The command.</param>
    /// <param name="reason">Kebab-case.</param>
    /// <param name="message">For people; contains nothing of what was sent.</param>
    public static CommandRejection Of(RoomCommand command, string reason, string message) =>
        new(reason, command.EventId, message) { Command = command.Name };
}
