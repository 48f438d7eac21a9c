using Connectors.Core.Sessions;

namespace Connectors.Sandbox.Demo;

/// <summary>Works out the figures of a conversation from what was told and what was really heard.</summary>
internal sealed class DemoAnalysis(DemoConversation conversation, DemoWorld world)
{
    private const int Loud = 2_000;
    private const int Quiet = 1_000;

    // So long must it be quiet in the room before the avatar counts as silent.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    // The user's sounds, syllables mostly: from below the one to above the other after three frames of 10 ms.
    private const int SoundBelow = 2_500;
    private const int SoundAbove = 5_000;
    private const int Pause = 3;

    // An onset at one place belongs to the one at the other that is at most so far away, if there is only one.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(80);

    private readonly DateTimeOffset _utc = world.Time.GetUtcNow();
    private readonly long _timestamp = world.Time.GetTimestamp();

    public DemoFigures Figures()
    {
        var events = conversation.Watch?.Entries ?? [];
        var turns = Turns(events);
        var missing = conversation.Missing.Concat(MissingOf(turns)).ToList();
        var end = events.Select(entry => entry.Event).OfType<SessionEvent.Ended>().SingleOrDefault()?.End;
        return new(
            missing.Count == 0 && end?.Result == SessionResult.Completed,
            missing,
            world.Agent.TellsTexts,
            end is null ? null : new(end.Result.ToString(), end.EndedBy.ToString(), end.Reason),
            Percentiles.Of(AddedUp()),
            turns,
            [.. events.Where(entry => entry.Event is SessionEvent.Interrupted).Select(Interruption)]);
    }

    private static List<DemoTurn> Turns(IReadOnlyList<SessionEventEntry> events)
    {
        List<DemoTurn> turns = [];
        var texts = Texts(events);
        string? user = null;
        foreach (var entry in events)
        {
            switch (entry.Event)
            {
                case SessionEvent.UserSaid { IsFinal: true } said:
                    user = said.Text;
                    break;
                case SessionEvent.TurnEnded { Figures: var figures }:
                    turns.Add(Turn(figures, user, texts.GetValueOrDefault(figures.Turn)));
                    user = null;
                    break;
            }
        }

        return turns;
    }

    // A correction may come after its turn's end, and of a turn that was cut nothing else but pieces.
    private static Dictionary<long, string> Texts(IEnumerable<SessionEventEntry> events)
    {
        var texts = new Dictionary<long, string>();
        foreach (var said in events.Select(static entry => entry.Event).OfType<SessionEvent.AgentSaid>())
        {
            texts[said.Turn] = said.Kind == AgentTextKind.Delta ? texts.GetValueOrDefault(said.Turn) + said.Text : said.Text;
        }

        return texts;
    }

    private static DemoTurn Turn(TurnFigures figures, string? user, string? agent) => new(
        user,
        agent,
        Ms(figures.UserEndToAgentAudio),
        Ms(figures.UserEndToAvatarSpeaking),
        Ms(figures.EnoughAudioToSpeak),
        Ms(figures.Heard)!.Value,
        figures.WasInterrupted);

    private static double? Ms(TimeSpan? time) => time is { } value ? Math.Round(value.TotalMilliseconds, 2) : null;

    // The user's microphone, as heard by us and the provider, and as heard by a listener who does nothing else.
    private List<double> AddedUp()
    {
        var bare = Onsets([.. conversation.Relayed.Frames().Select(frame => (frame.Timestamp, (int)frame.Peak))]);
        var ours = Onsets(world.Agent.Arrivals.Messages());
        List<double> added = [];
        foreach (var onset in bare)
        {
            var match = ours.Where(other => Math.Abs(Between(onset, other)) < Window.TotalMilliseconds).ToList();
            if (match.Count == 1)
            {
                added.Add(Between(onset, match[0]));
            }
        }

        return added;
    }

    // A sound begins where it is loud after it has been quiet for a while.
    private static List<long> Onsets(IReadOnlyList<(long Timestamp, int Peak)> frames)
    {
        List<long> onsets = [];
        var quiet = 0;
        var isArmed = false;
        foreach (var (timestamp, peak) in frames)
        {
            quiet = peak < SoundBelow ? quiet + 1 : 0;
            isArmed |= quiet >= Pause;
            if (isArmed && peak >= SoundAbove)
            {
                onsets.Add(timestamp);
                isArmed = false;
            }
        }

        return onsets;
    }

    private DemoInterruption Interruption(SessionEventEntry entry)
    {
        var interrupted = (SessionEvent.Interrupted)entry.Event;
        var at = _timestamp + (long)((entry.At - _utc).TotalSeconds * world.Time.TimestampFrequency);
        return new(Math.Round(interrupted.SignalToInterrupt.TotalMilliseconds, 3), HeardAfter(at));
    }

    // The last loud frame before it is quiet, in the room.
    private double? HeardAfter(long signal)
    {
        long last = 0;
        foreach (var frame in conversation.Heard.Frames().Where(frame => frame.Timestamp >= signal))
        {
            if (frame.Peak >= Quiet)
            {
                last = frame.Timestamp;
            }
            else if (world.Time.GetElapsedTime(last == 0 ? signal : last, frame.Timestamp) >= Silence)
            {
                return last == 0 ? 0 : Math.Round(Between(signal, last), 1);
            }
        }

        return null;
    }

    private double Between(long from, long to) => world.Time.GetElapsedTime(from, to).TotalMilliseconds;

    private IEnumerable<string> MissingOf(List<DemoTurn> turns)
    {
        var expected = world.Options.Turns + (world.Options.Script.Greeting is null ? 0 : 1);
        if (turns.Count < expected)
        {
            yield return $"turns of the agent: {turns.Count} of {expected}";
        }

        for (var i = 0; world.Agent.TellsTexts && i < turns.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(turns[i].AgentText))
            {
                yield return $"the agent's text of turn {i + 1}";
            }
        }

        if (!conversation.Heard.Frames().Any(frame => frame.Peak >= Loud))
        {
            yield return "any sound of the avatar in the room";
        }
    }
}
