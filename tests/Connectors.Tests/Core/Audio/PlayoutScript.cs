using System.Runtime.InteropServices;
using Connectors.Core.Audio;

namespace Connectors.Tests.Core.Audio;

/// <summary>
/// A random conversation against a playout: bursts, odd pieces, missing end markers, cuts, lost sockets, and an avatar that
/// forgets, doubles and delays its events. After every step it is checked what a playout promises.
/// </summary>
internal sealed class PlayoutScript : IDisposable
{
    private readonly Random _random;
    private readonly PlayoutRoom _room;
    private readonly Dictionary<long, long> _written = [];
    private readonly Dictionary<long, long> _sent = [];
    private readonly Dictionary<long, int> _taken = [];
    private readonly Dictionary<long, int> _utterances = [];
    private readonly Dictionary<long, int> _ends = [];
    private readonly Dictionary<long, TimeSpan> _heard = [];
    private readonly HashSet<long> _lostUtterances = [];
    private readonly List<(TimeSpan At, bool Started, long Turn)> _events = [];
    private long _turn;
    private long _cutThrough;
    private long _speaking;
    private long _open;
    private TimeSpan _lastAppend;

    public PlayoutScript(int seed)
    {
        _random = new(seed);
        _room = new(new() { ByteLimit = seed % 5 == 0 ? 400_000 : 30_000_000 });
    }

    /// <summary>What happened, for the message of a failure.</summary>
    public List<string> Log { get; } = [];

    public long Steps { get; private set; }

    public long Cuts { get; private set; }

    public long Rewinds { get; private set; }

    public bool Dropped => _room.Playout.DroppedTail > TimeSpan.Zero;

    public void Run()
    {
        for (var i = 0; i < 40; i++)
        {
            Act();
            Check(_room.Run());
            for (var rest = _random.Next(0, 1_500); rest > 0; rest -= 100)
            {
                Pass(Math.Min(rest, 100));
            }
        }

        _room.Playout.End(_turn);
        for (var i = 0; i < 1_000 && (_room.Waits is not null || i == 0); i++)
        {
            Pass(500);
        }

        CheckTheEnd();
    }

    public void Dispose() => _room.Dispose();

    private void Act()
    {
        switch (_random.Next(20))
        {
            case < 3:
                _room.Playout.Begin(++_turn);
                break;
            case < 13:
                _turn = Math.Max(_turn, 1);
                Append(_random.Next(4) == 0 ? _random.Next(48_000, 480_000) : _random.Next(1, 10_000));
                break;
            case < 16:
                _room.Playout.End(_turn);
                Note($"end {_turn}");
                break;
            case < 17:
                _cutThrough = Math.Max(_cutThrough, _turn - _random.Next(2));
                _room.Playout.Cut(_cutThrough);
                Cuts++;
                Note($"cut {_cutThrough}");
                break;
            case < 18:
                _events.Add((_room.Time.Elapsed, _random.Next(2) == 0, Math.Max(1, _turn - _random.Next(3))));
                break;
            case < 19 when _random.Next(3) == 0:
                Rewind();
                break;
        }
    }

    // Every sample is its own number, so that what is spoken can be compared with what was written.
    private void Append(int bytes)
    {
        var written = _written.GetValueOrDefault(_turn);
        var samples = Enumerable.Range(0, (bytes / 2) + 2).Select(i => Value(_turn, (written / 2) + i)).ToArray();
        Note($"append {_turn} {bytes}");
        _lastAppend = _room.Time.Elapsed;
        var refused = _room.Playout.Refused;
        _room.Playout.Append(_turn, PlayoutRoom.Bytes(samples).AsSpan((int)(written % 2), bytes));
        if (_room.Playout.Refused == refused)
        {
            _written[_turn] = written + bytes;
        }
    }

    private void Rewind()
    {
        _room.Playout.Rewind();
        Rewinds++;
        Note($"rewind {_turn}");
        _events.Clear();
        foreach (var turn in _sent.Keys.Where(turn => turn > _cutThrough && !_heard.ContainsKey(turn)).ToList())
        {
            _sent[turn] = (long)Math.Round(_room.Playout.Heard(turn).TotalSeconds * 24_000);
            _lostUtterances.Add(turn);
        }

        _open = 0;
        _speaking = 0;
    }

    private void Pass(int milliseconds)
    {
        var end = _room.Time.Elapsed + TimeSpan.FromMilliseconds(milliseconds);
        while (_room.Time.Elapsed < end)
        {
            var left = end - _room.Time.Elapsed;
            _room.Time.Advance(_room.Waits is { } wait && wait < left ? wait : left);
            foreach (var e in _events.Where(e => e.At <= _room.Time.Elapsed).ToList())
            {
                _events.Remove(e);
                if (e.Started)
                {
                    _room.Playout.OnSpeakStarted(e.Turn);
                }
                else
                {
                    _room.Playout.OnSpeakEnded(e.Turn);
                }
            }

            Check(_room.Run());
        }
    }

    private void Check(IReadOnlyList<PlayoutStep> steps)
    {
        foreach (var step in steps)
        {
            Steps++;
            Note($"{step.Kind} {step.Turn} {step.Bytes} {step.IsFirst}");
            switch (step.Kind)
            {
                case PlayoutStepKind.Speak:
                    CheckChunk(step);
                    break;
                case PlayoutStepKind.EndSpeech:
                    _ends[step.Turn] = _ends.GetValueOrDefault(step.Turn) + 1;
                    Assert.Equal(step.WasCut, step.Turn <= _cutThrough);
                    _open = 0;
                    Plan(started: false, step.Turn);
                    break;
                case PlayoutStepKind.Heard:
                    Assert.True(step.Turn > _cutThrough);
                    Assert.Equal(_sent[step.Turn] / 24_000.0, step.Time!.Value.TotalSeconds, 1e-6);
                    _heard[step.Turn] = step.Time.Value;
                    break;
                case PlayoutStepKind.TurnFinished:
                    Assert.False(_sent.ContainsKey(step.Turn));
                    break;
            }
        }

        foreach (var (turn, sent) in _sent)
        {
            Assert.InRange(_room.Playout.Heard(turn).TotalSeconds, 0, (sent / 24_000.0) + 1e-6);
        }
    }

    private void CheckChunk(PlayoutStep step)
    {
        Assert.True(step.Turn > _cutThrough, "Audio of a cut turn.");
        Assert.True(step.Turn >= _speaking, "Turns out of order.");
        Assert.Equal(step.IsFirst, _open != step.Turn);
        Assert.InRange(step.Bytes, 2, 48_000);
        if (step.IsFirst)
        {
            _utterances[step.Turn] = _utterances.GetValueOrDefault(step.Turn) + 1;
            _heard.Remove(step.Turn);
            Plan(started: true, step.Turn);
        }

        _speaking = _open = step.Turn;
        var before = _sent.GetValueOrDefault(step.Turn);
        _sent[step.Turn] = before + (step.Bytes / 2);
        var at = _taken.GetValueOrDefault(step.Turn);
        _taken[step.Turn] = at + (step.Bytes / 2);
        var spoken = CollectionsMarshal.AsSpan(_room.Spoken[step.Turn]).Slice(at, step.Bytes / 2);
        Assert.Equal(Value(step.Turn, before), spoken[0]);
        Assert.Equal(Value(step.Turn, _sent[step.Turn] - 1), spoken[^1]);
        var inFlight = _sent.Where(pair => pair.Key > _cutThrough && !_heard.ContainsKey(pair.Key))
            .Sum(pair => (pair.Value / 24_000.0) - _room.Playout.Heard(pair.Key).TotalSeconds);
        Assert.InRange(inFlight, 0, 5.001);
        var isLast = _sent[step.Turn] >= _written[step.Turn] / 2;
        var stalled = _room.Time.Elapsed >= _lastAppend + _room.Options.StallPatience;
        Assert.True(step.Bytes >= 100 * 48 || isLast || stalled || Dropped, "A small chunk in the middle.");
    }

    private void Plan(bool started, long turn)
    {
        if (_random.Next(5) == 0)
        {
            return;
        }

        var delay = started ? _random.Next(50, 900) : _random.Next(0, 6_000);
        for (var i = _random.Next(6) == 0 ? 0 : 1; i < 2; i++)
        {
            _events.Add((_room.Time.Elapsed + TimeSpan.FromMilliseconds(delay * (i + 1)), started, turn));
        }
    }

    private void CheckTheEnd()
    {
        Assert.Null(_room.Waits);
        Assert.Equal(0, _room.Playout.HeldBytes);
        Assert.Null(_room.Playout.CurrentTurn);
        Assert.False(_room.Playout.IsSpeaking);
        foreach (var (turn, count) in _utterances)
        {
            // A lost socket takes an utterance with it, ended or not.
            Assert.InRange(_ends.GetValueOrDefault(turn), _lostUtterances.Contains(turn) ? 1 : count, count);
            if (turn > _cutThrough)
            {
                Assert.True(_heard.ContainsKey(turn), $"Turn {turn} was never reported.");
                Assert.True(Dropped || _sent[turn] == _written[turn] / 2, $"Turn {turn} was not spoken whole.");
            }
        }
    }

    private void Note(string text) => Log.Add($"{_room.Time.Elapsed.TotalMilliseconds:F0} {text}");

    private static short Value(long turn, long position) => (short)((turn * 7_919) + (position * 31));
}
