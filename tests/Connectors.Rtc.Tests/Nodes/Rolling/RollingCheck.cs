using Connectors.Core.Sessions;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>What went wrong in a conversation, by what was heard and what a watcher was shown.</summary>
internal static class RollingCheck
{
    private static readonly TimeSpan Accuracy = TimeSpan.FromMilliseconds(300);

    public static IEnumerable<string> Wrong(RollingTalk talk, SessionRecord record)
    {
        var told = Texts(talk.Shown);
        var wanted = told.Select(RollingScript.LengthOf).ToList();
        var spoken = talk.Spoken;
        var asked = talk.Turns.Count;
        string?[] wrong =
        [
            asked > 3 ? null : $"only {asked} questions were asked",
            Unanswered(talk.Turns),
            spoken.SequenceEqual(wanted) ? null : $"told {Seconds(wanted)}, spoken {Seconds(spoken)}",
            spoken.Count == asked + 1 ? null : $"{spoken.Count} utterances after a greeting and {asked} questions",
            talk.HeardOut == spoken.Count ? null : $"{talk.HeardOut} of {spoken.Count} utterances were heard to their end",
            talk.Avatar.Log.SpokenByOlder.Count == 0 ? null : "an older holder spoke beside the newer one",
            talk.Avatar.Log.Records.Count(static one => one.Type == "socket.opened") == record.Epoch ? null : "an epoch had two sockets",
            talk.Avatar.IsActive ? null : "LiveAvatar's session has ended",
            talk.Shown.Any(static one => one.Type is "turn.interrupted" or "session.ended") ? "a turn was cut, or the session ended" : null,
            Gap(talk.Shown),
            talk.Heard is { } heard && !IsWhole(heard, wanted) ? $"heard {Seconds(heard.Select(static run => run.Sound))}" : null,
        ];
        return wrong.OfType<string>().Select(what => $"{talk.Connector}, epoch {record.Epoch}: {what}");
    }

    private static string? Unanswered(IReadOnlyList<RollingTurn> turns)
    {
        var missing = turns.Index().Where(static turn => turn.Item.Gap is null).Select(static turn => turn.Index + 1).ToList();
        return missing.Count == 0 ? null : $"no answer to question {string.Join(", ", missing)} of {turns.Count}";
    }

    private static bool IsWhole(IReadOnlyList<HeardRun> heard, List<TimeSpan> wanted) => heard.Count == wanted.Count
        && heard.Zip(wanted).All(static pair => (pair.First.Sound - pair.Second).Duration() < Accuracy);

    // Within an epoch ids count up by one, and each epoch begins at one.
    private static string? Gap(IReadOnlyList<WatchedLine> shown)
    {
        var before = 0L;
        foreach (var told in shown.Where(static told => told.Type != "resync"))
        {
            if (told.Id != before + 1 && (told.Id <= before || EventPlace.Of(told.Id).Number != 1))
            {
                return $"after the event {before} came {told.Id}";
            }

            before = told.Id;
        }

        return null;
    }

    private static List<string> Texts(IEnumerable<WatchedLine> shown)
    {
        List<(long Epoch, long Turn)> order = [];
        Dictionary<(long Epoch, long Turn), string> texts = [];
        foreach (var told in shown.Where(static told => told.Type == "agent.said"))
        {
            var turn = (EventPlace.Of(told.Id).Epoch, told.Data.GetProperty("turn").GetInt64());
            var text = told.Data.GetProperty("text").GetString()!;
            if (!texts.ContainsKey(turn))
            {
                order.Add(turn);
            }

            texts[turn] = told.Data.GetProperty("kind").GetString() == "delta" ? texts.GetValueOrDefault(turn) + text : text;
        }

        return [.. order.Select(turn => texts[turn].Trim())];
    }

    private static string Seconds(IEnumerable<TimeSpan> lengths) =>
        string.Join(' ', lengths.Select(static length => $"{length.TotalSeconds:0.0}"));
}
