using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>What somebody outside the loop wants of it, or has done for it; carried out on the loop.</summary>
internal sealed class OutsideRequests(
    CommandDesk commands, Conversation conversation, ToolDesk tools, Departure departure, RoomSide room, Action<SessionEnd> end)
{
    public void Carry(object wanted)
    {
        switch (wanted)
        {
            case CommandRequest request:
                request.Answer.SetResult(commands.Carry(request.Command));
                break;
            case TranscriptRequest request:
                request.Read(conversation.Segments());
                break;
            case BoundToolReply reply:
                tools.OnReply(reply);
                break;
            case EndRequest request:
                end(request.End);
                break;
            case MomentRequest request:
                departure.OnRequest(request);
                break;
            case HoldRequest request:
                departure.OnRequest(request);
                break;
            case StayRequest:
                departure.Stay();
                break;
            case EvictionAnswer answer:
                room.OnEviction(answer);
                break;
            case EnterRequest:
                room.Join();
                break;
        }
    }
}
