using Connectors.Audio;
using Connectors.Core.Audio;
using Connectors.Core.Avatars;

namespace Connectors.Tests.Core.Audio;

public sealed class PlayoutScriptTests(ITestOutputHelper output)
{
    [Fact]
    public void Scripts_OfAnyKind_KeepWhatAPlayoutPromises()
    {
        long steps = 0, cuts = 0, rewinds = 0, dropped = 0;
        for (var seed = 0; seed < 800; seed++)
        {
            using var script = new PlayoutScript(seed);
            try
            {
                script.Run();
            }
            catch (Exception e)
            {
                var end = string.Join(" | ", script.Log.TakeLast(20));
                throw new InvalidOperationException($"Script {seed}: {e.Message} after {end}", e);
            }

            steps += script.Steps;
            cuts += script.Cuts;
            rewinds += script.Rewinds;
            dropped += script.Dropped ? 1 : 0;
        }

        output.WriteLine($"{steps} steps, {cuts} cuts, {rewinds} rewinds, {dropped} scripts at the limit");
        // The scripts do reach what they are meant to test.
        Assert.True(steps > 10_000 && cuts > 500 && rewinds > 200 && dropped > 20);
    }

    [Fact]
    public void Playout_Steady_AllocatesNothing()
    {
        var time = new CountedTime();
        var chunk = new byte[AvatarLimits.ChunkBytes];
        var wakes = 0;
        using var playout = new Playout(time, new(), new NodeAudioBudget(100_000_000), () => wakes++);
        playout.SetFormat(AudioFormat.Pcm16(16_000));
        var audio = PlayoutRoom.Bytes(Signals.Noise(1, 1_600))[..3_199];
        var spoken = 0L;
        Assert.Equal(0, Allocation.OfSteadyState(1_000, i =>
        {
            // A turn of two seconds every two and a half, told about by the avatar.
            var turn = 1 + (i / 25);
            time.Ticks += TimeSpan.TicksPerMillisecond * 100;
            if (i % 25 < 20)
            {
                playout.Append(turn, audio);
            }
            else if (i % 25 == 20)
            {
                playout.End(turn);
            }

            for (var step = playout.Next(chunk); step.Kind != PlayoutStepKind.Wait; step = playout.Next(chunk))
            {
                spoken += step.Bytes;
                if (step.IsFirst)
                {
                    playout.OnSpeakStarted(step.Turn);
                }
                else if (step.Kind == PlayoutStepKind.EndSpeech)
                {
                    playout.OnSpeakEnded(step.Turn);
                }
            }

            _ = playout.Heard(turn);
            if (i % 100 == 99)
            {
                playout.Cut(turn);
            }
        }));
        Assert.InRange(spoken / 48.0, 140_000, 160_000);
        Assert.True(wakes > 1_600);
    }

    [Fact]
    public async Task Playout_WrittenWhileItIsReadAndCut_StaysWhole()
    {
        var time = new CountedTime();
        var budget = new NodeAudioBudget(100_000_000);
        var playout = new Playout(time, new(), budget, () => { });
        var cancellation = TestContext.Current.CancellationToken;
        var cut = 0L;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writer = Task.Run(
            () =>
            {
                var audio = PlayoutRoom.Bytes(Signals.Noise(1, 12_000));
                for (var turn = 1L; turn <= 300; turn++)
                {
                    playout.Begin(turn);
                    playout.Append(turn, audio);
                    playout.Append(turn, audio.AsSpan(0, 4_801));
                    playout.End(turn);
                    if (turn % 3 == 0)
                    {
                        playout.Cut(turn);
                        Volatile.Write(ref cut, turn);
                    }
                }

                done.Cancel();
            },
            cancellation);
        var reader = Task.Run(
            () =>
            {
                var chunk = new byte[AvatarLimits.ChunkBytes];
                while (!done.IsCancellationRequested)
                {
                    time.Ticks += TimeSpan.TicksPerMillisecond * 50;
                    var before = Volatile.Read(ref cut);
                    var step = playout.Next(chunk);
                    Assert.False(step.Kind == PlayoutStepKind.Speak && step.Turn <= before);
                    playout.OnSpeakStarted(step.Turn);
                }
            },
            cancellation);
        await Task.WhenAll(writer, reader);
        playout.Dispose();
        Assert.Equal(0, budget.Used);
    }
}
