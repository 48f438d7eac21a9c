using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>What the agent tells of the conversation, and who has to know.</summary>
internal sealed class AgentEvents(
    AgentSide agent, TurnTracker turns, TurnEnds ends, Conversation conversation, ToolDesk tools, RoomVoice voice)
{
    public void Handle(AgentEvent e, long turn, long receivedAt)
    {
        switch (e)
        {
            case AgentEvent.TurnStarted:
                turns.Begin(turn);
                conversation.OnTurnStarted(turn);
                break;
            case AgentEvent.Interrupted when agent.IsHonoured(turn):
                ends.Interrupt(InterruptionCause.Provider, receivedAt, turn == 0 ? long.MaxValue : turn);
                break;
            case AgentEvent.UserText said:
                agent.UserSpoke();
                conversation.OnUserText(said);
                break;
            case AgentEvent.AgentText said:
                conversation.OnAgentText(said, turn);
                break;
            case AgentEvent.ToolCall call:
                tools.OnCall(call);
                break;
            case AgentEvent.ToolCallCancelled cancelled:
                tools.OnCancelled(cancelled);
                break;
            case AgentEvent.Warning warning:
                voice.Warn(warning.Code, warning.Message);
                break;
            case AgentEvent.Raw raw when PassesThrough && raw.Type != RoomVoice.ToolCallType:
                voice.PassOn(raw);
                break;
        }
    }

    // The page knows this provider's own messages. Tool calls it gets in one form from all, and only those that are for it.
    private bool PassesThrough => agent.Description.RoomEnvelope is not null;
}
