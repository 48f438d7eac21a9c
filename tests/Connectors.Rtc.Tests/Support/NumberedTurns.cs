using System.Globalization;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Rtc.Tests.Support;

/// <summary>A talk's questions by number, and what came of each: in the room, and at the avatar, of whom.</summary>
/// <param name="talk">The talk.</param>
/// <param name="answer">How long each answer is.</param>
internal sealed class NumberedTurns(Talk talk, TimeSpan answer)
{
    // Of 10 ms frames that are heard a few more than were said: edges.
    private static readonly TimeSpan Edges = TimeSpan.FromMilliseconds(400);

    private const int MostAttempts = 3;

    // An answer begins a second after the question.
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(12);

    private readonly List<long> _asked = [];

    public Talk Talk => talk;

    /// <summary>How many sockets of the avatar were spoken by.</summary>
    public int Speakers => Spoken().Select(static record => record.Socket).Distinct().Count();

    /// <summary>The user asks the next question.</summary>
    /// <returns>When.</returns>
    public long Ask()
    {
        _asked.Add(talk.Ask());
        return _asked[^1];
    }

    /// <summary>
    /// Asks, and waits until the whole answer has been heard. A question that gets lost on a machine that stands still is asked again
    /// as the next one: what must not be is that one is answered twice.
    /// </summary>
    public async Task AskAndHearAsync()
    {
        var asked = Ask();
        for (var attempt = 1; attempt < MostAttempts && !await IsAnsweredAsync(asked); attempt++)
        {
            asked = Ask();
        }

        await talk.HearAsync(asked, answer - Edges);
        await talk.SilenceAsync();
    }

    /// <summary>Tells of each turn what was heard of it, and checks that none was heard twice, and that two never spoke at once.</summary>
    /// <param name="since">Where the clock of what is told begins.</param>
    public void AssertSpokenByOneAtATime(long since)
    {
        for (var i = 0; i < _asked.Count; i++)
        {
            var sockets = Spoken().Where(record => IsOf(i, record.Timestamp)).GroupBy(record => (record.Socket, record.EventId)).ToList();
            var said = sockets.Select(group => string.Create(
                CultureInfo.InvariantCulture, $"socket {group.Key.Socket} {group.Sum(record => record.AudioBytes) / 48_000.0:0.00} s"));
            Figures.Report(string.Create(
                CultureInfo.InvariantCulture,
                $"{talk.Connector}, question {i + 1} at {Seconds(since, _asked[i]):0.0} s: heard {Heard(i).TotalSeconds:0.00} s of "
                    + $"{answer.TotalSeconds:0} s; the avatar got {string.Join(", ", said)}"));
            Assert.True(Heard(i) <= answer + Edges, $"{talk.Connector}, question {i + 1} was heard for {Heard(i)}");
            Assert.True(sockets.Count <= 1, $"{talk.Connector}, question {i + 1} was answered {sockets.Count} times");
        }

        AssertOneSpeaker(since);
    }

    private async Task<bool> IsAnsweredAsync(long asked)
    {
        try
        {
            await talk.AvatarAsync(asked, static record => record is { Direction: LiteDirection.Received, AudioBytes: > 0 })
                .WaitAsync(Lost, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            Figures.Report($"{talk.Connector}, question {_asked.Count} was not answered within {Lost.TotalSeconds} s");
            return false;
        }
    }

    private static double Seconds(long from, long to) => (to - from) / (double)TimeProvider.System.TimestampFrequency;

    // Whoever comes later has the avatar for itself from its first word on.
    private void AssertOneSpeaker(long since)
    {
        var bySocket = Spoken().GroupBy(static record => record.Socket).OrderBy(static group => group.Key).ToList();
        foreach (var (older, newer) in bySocket.Zip(bySocket.Skip(1)))
        {
            var (last, first) = (older.Max(static record => record.Timestamp), newer.Min(static record => record.Timestamp));
            Figures.Report(string.Create(
                CultureInfo.InvariantCulture,
                $"{talk.Connector}: the avatar got audio from socket {older.Key} until {Seconds(since, last):0.00} s, "
                    + $"from socket {newer.Key} from {Seconds(since, first):0.00} s"));
            Assert.True(last < first, $"{talk.Connector}: sockets {older.Key} and {newer.Key} spoke at once");
        }

        var late = talk.Avatar.Log.SpokenByOlder;
        Figures.Report($"{talk.Connector}: messages of audio from a socket when there was a newer one: {late.Count}");
    }

    private List<LiteRecord> Spoken() =>
        [.. talk.Avatar.Log.Records.Where(static record => record is { Direction: LiteDirection.Received, AudioBytes: > 0 })];

    private TimeSpan Heard(int number) => talk.Heard(_asked[number])
        .Where(run => IsOf(number, run.From)).Aggregate(TimeSpan.Zero, static (sum, run) => sum + run.Sound);

    private bool IsOf(int number, long at) => at >= _asked[number] && (number + 1 == _asked.Count || at < _asked[number + 1]);
}
