using Connectors.Core.Audio;
using Connectors.Core.Avatars;

namespace Connectors.Core.Bridging;

/// <summary>Moves audio from the playout to the avatar as the playout's pacing allows, and drops it on an interruption.</summary>
/// <param name="context">The bridge's context.</param>
/// <param name="avatar">Where the audio goes.</param>
/// <param name="turns">Told when a turn's first chunk went out.</param>
/// <param name="isHeld">Whether nothing is to be handed out.</param>
/// <param name="heard">Told when a turn was heard to its end, or had nothing to hear.</param>
internal sealed class PlayoutPump(
    BridgeContext context, AvatarSide avatar, TurnTracker turns, Func<bool> isHeld, Action<long> heard)
{
    // Only to come by again: each step of the loop runs the pump.
    private readonly Alarms.Alarm _alarm = context.Alarms.Create(static () => { });
    private readonly byte[] _chunk = new byte[AvatarLimits.ChunkBytes];

    /// <summary>Whether nothing is being played or waits to be.</summary>
    public bool IsSilent => !turns.IsAnyOpen && context.Playout.CurrentTurn is null;

    /// <summary>Hands out everything that is due; called by the loop after each step.</summary>
    public void Run()
    {
        if (isHeld() || !avatar.IsConnected)
        {
            return;
        }

        while (true)
        {
            var step = context.Playout.Next(_chunk);
            switch (step.Kind)
            {
                case PlayoutStepKind.Speak:
                    Speak(step);
                    break;
                case PlayoutStepKind.EndSpeech when !step.WasCut:
                    avatar.EndSpeech(step.Turn);
                    break;
                case PlayoutStepKind.Heard:
                case PlayoutStepKind.TurnFinished:
                    heard(step.Turn);
                    break;
                case PlayoutStepKind.TailDropped:
                    context.Warn("turn-too-long", "The agent says more at once than may be buffered; the turn's tail is dropped.");
                    break;
                case PlayoutStepKind.Wait:
                    WaitFor(step.Time);
                    return;
            }
        }
    }

    /// <summary>Drops everything of the turns up to this one and silences the avatar if it speaks one of them.</summary>
    /// <returns>The turns that were cut, oldest first.</returns>
    public IReadOnlyList<long> Cut(long through)
    {
        var cut = turns.OpenThrough(through);
        if (cut.Count == 0)
        {
            return cut;
        }

        context.Playout.Cut(cut[^1]);
        if (cut.Any(turns.IsSpoken))
        {
            avatar.Interrupt();
        }

        return cut;
    }

    private void Speak(PlayoutStep step)
    {
        if (step.IsFirst)
        {
            turns.OnFirstSpeak(step.Turn);
        }

        if (step.IsLate)
        {
            context.Telemetry?.PlayoutUnderrun();
        }

        avatar.Speak(step.Turn, step.IsFirst, _chunk.AsSpan(0, step.Bytes));
    }

    private void WaitFor(TimeSpan? wait)
    {
        if (wait is { } time)
        {
            _alarm.Set(time);
        }
        else
        {
            _alarm.Clear();
        }
    }
}
