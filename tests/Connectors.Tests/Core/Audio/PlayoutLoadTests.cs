using Connectors.Audio;
using Connectors.Core.Audio;
using Connectors.Core.Avatars;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

/// <summary>A playout in its steady state and under several threads; alone, because the pool of blocks is everybody's.</summary>
[Collection(nameof(AudioBlockCollection))]
public sealed class PlayoutLoadTests : IDisposable
{
    private readonly CountedTime _time = new();
    private readonly NodeAudioBudget _budget = new(100_000_000);
    private readonly byte[] _chunk = new byte[AvatarLimits.ChunkBytes];
    private readonly Playout _playout;
    private int _wakes;
    private long _spoken;
    private long _cut;

    public PlayoutLoadTests() => _playout = new(_time, new(), _budget, () => Interlocked.Increment(ref _wakes));

    [Fact]
    public void Playout_Steady_AllocatesNothing()
    {
        _playout.SetFormat(AudioFormat.Pcm16(16_000));
        var audio = PlayoutRoom.Bytes(Signals.Noise(1, 1_600))[..3_199];
        Assert.Equal(0, Allocation.OfSteadyState(1_000, i =>
        {
            // A turn of two seconds every two and a half, told about by the avatar.
            var turn = 1 + (i / 25);
            _time.Ticks += TimeSpan.TicksPerMillisecond * 100;
            if (i % 25 < 20)
            {
                _playout.Append(turn, audio);
            }
            else if (i % 25 == 20)
            {
                _playout.End(turn);
            }

            FollowSteps();
            _ = _playout.Heard(turn);
            if (i % 100 == 99)
            {
                _playout.Cut(turn);
            }
        }));
        Assert.InRange(_spoken / 48.0, 140_000, 160_000);
        Assert.True(_wakes > 1_600);
    }

    [Fact]
    public async Task Playout_WrittenWhileItIsReadAndCut_StaysWhole()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writer = Task.Run(
            () =>
            {
                WriteTurns(300);
                done.Cancel();
            },
            cancellation);
        var reader = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    _time.Ticks += TimeSpan.TicksPerMillisecond * 50;
                    var before = Volatile.Read(ref _cut);
                    var step = _playout.Next(_chunk);
                    Assert.False(step.Kind == PlayoutStepKind.Speak && step.Turn <= before);
                    _playout.OnSpeakStarted(step.Turn);
                }
            },
            cancellation);
        await Task.WhenAll(writer, reader);
        _playout.Dispose();
        Assert.Equal(0, _budget.Used);
    }

    public void Dispose() => _playout.Dispose();

    private void WriteTurns(int count)
    {
        var audio = PlayoutRoom.Bytes(Signals.Noise(1, 12_000));
        for (var turn = 1L; turn <= count; turn++)
        {
            _playout.Begin(turn);
            _playout.Append(turn, audio);
            _playout.Append(turn, audio.AsSpan(0, 4_801));
            _playout.End(turn);
            if (turn % 3 == 0)
            {
                _playout.Cut(turn);
                Volatile.Write(ref _cut, turn);
            }
        }
    }

    private void FollowSteps()
    {
        for (var step = _playout.Next(_chunk); step.Kind != PlayoutStepKind.Wait; step = _playout.Next(_chunk))
        {
            _spoken += step.Bytes;
            if (step.IsFirst)
            {
                _playout.OnSpeakStarted(step.Turn);
            }
            else if (step.Kind == PlayoutStepKind.EndSpeech)
            {
                _playout.OnSpeakEnded(step.Turn);
            }
        }
    }
}
