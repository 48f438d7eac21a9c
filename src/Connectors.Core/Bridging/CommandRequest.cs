using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>A command that came by our API rather than from the room, with where its answer goes.</summary>
internal sealed record CommandRequest(RoomCommand Command, TaskCompletionSource<CommandOutcome> Answer);
