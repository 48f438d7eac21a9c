using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>Reads the data packets of the room: commands of the user are carried out, everyone gets an answer.</summary>
internal sealed class RoomCommands(BridgeContext context, RoomSide room, RoomVoice voice, CommandDesk desk, Action touched)
{
    public void OnData(RoomEvent.DataReceived data)
    {
        if (data.Topic != RoomTopics.Control)
        {
            return;
        }

        var read = RoomCommandReader.Read(data.Payload.Span, context.Session.Id);
        if (!IsOfTheUser(data))
        {
            Reject(new("not-the-user", read.Command?.EventId, "Only the session's user may send commands."));
        }
        else if (read.Command is { } command)
        {
            touched();
            voice.Answer(command, desk.Carry(command));
        }
        else
        {
            Reject(read.Rejection!);
        }
    }

    private bool IsOfTheUser(RoomEvent.DataReceived data) =>
        data.Sender is null ? room.IsAnonymousTheUser : data.Sender == room.User;

    private void Reject(CommandRejection rejection)
    {
        context.Report(new SessionEvent.CommandAnswered(rejection.Command ?? "unknown", Accepted: false, rejection.Reason));
        voice.Reject(rejection);
    }
}
