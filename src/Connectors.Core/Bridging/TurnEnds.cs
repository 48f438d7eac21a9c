using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>How the agent's turns end: heard to their end, or cut. Everyone who has to know is told in the same step.</summary>
internal sealed class TurnEnds(
    BridgeContext context, PlayoutPump pump, TurnTracker turns, Conversation conversation, RoomVoice voice, AgentSide? agent)
{
    /// <summary>Told which turns are over, and whether they were cut.</summary>
    public Action<long, bool> Closed { get; set; } = static (_, _) => { };

    /// <summary>Told that everything is to be silent, also where no turn was under way.</summary>
    public Action Silenced { get; set; } = static () => { };

    /// <summary>Silences the avatar and drops everything of the turns up to this one.</summary>
    /// <param name="cause">Who wants it.</param>
    /// <param name="signalAt">When they said so.</param>
    /// <param name="through">The newest turn that is meant; all that have begun with the largest number.</param>
    public void Interrupt(InterruptionCause cause, long signalAt, long through = long.MaxValue)
    {
        var cut = pump.Cut(through);
        if (cut.Count > 0)
        {
            Interrupt(cut, cause, signalAt);
        }

        Silenced();
    }

    private void Interrupt(IReadOnlyList<long> cut, InterruptionCause cause, long signalAt)
    {
        var toInterrupt = context.Time.GetElapsedTime(signalAt);
        if (cause != InterruptionCause.Provider)
        {
            agent?.Connection?.Interrupt();
        }

        foreach (var turn in cut)
        {
            Close(turn, interrupted: true);
        }

        context.Report(new SessionEvent.Interrupted(cut[^1], cause, context.Playout.Heard(cut[^1]), toInterrupt));
    }

    /// <summary>A turn was heard to its end, or had nothing to hear.</summary>
    public void OnHeard(long turn) => Close(turn, interrupted: false);

    private void Close(long turn, bool interrupted)
    {
        var received = context.Receipts.Received(turn);
        var heard = context.Playout.Heard(turn);
        conversation.OnTurnClosed(turn, received, heard, interrupted);
        if (turns.Close(turn, received, heard, interrupted))
        {
            voice.Signal(RoomSignal.AvatarSpeakEnded);
        }

        if (received > TimeSpan.Zero)
        {
            agent?.ReportPlayout(turn, heard, interrupted ? PlayoutOutcome.Interrupted : PlayoutOutcome.Finished);
        }

        Closed(turn, interrupted);
    }
}
