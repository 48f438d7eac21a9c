namespace Connectors.Benchmarks.Latency;

/// <summary>From the room's frames to the provider, without WebRTC: bursts are fed at real-time pace.</summary>
internal sealed class WayUp(LatencyStage stage)
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    /// <summary>From the call with the frame that holds the onset until the provider had it.</summary>
    public List<double> FromOnset { get; } = [];

    /// <summary>From the call with the frame that completed that message: without the wait for it.</summary>
    public List<double> FromCompletion { get; } = [];

    /// <summary>A message of the same size, sent by the relay as soon as it is there.</summary>
    public List<double> Bare { get; } = [];

    private static TimeProvider Time => TimeProvider.System;

    public async Task RunAsync(int events, CancellationToken cancellationToken)
    {
        var (onsets, frames) = await FeedAsync(events, cancellationToken);
        var arrivals = Bursts.Onsets(stage.Arrivals.Messages());
        FromOnset.AddRange(Bursts.Differences(onsets, arrivals, TimeSpan.Zero, Time));
        foreach (var arrival in arrivals)
        {
            if (frames.FindLast(frame => frame <= arrival) is not 0 and var completion)
            {
                FromCompletion.Add(Time.GetElapsedTime(completion, arrival).TotalMilliseconds);
            }
        }

        await SendBareAsync(events, cancellationToken);
    }

    private async Task<(List<long> Onsets, List<long> Frames)> FeedAsync(int events, CancellationToken cancellationToken)
    {
        var listener = await stage.Rooms.Listener.WaitAsync(cancellationToken);
        var period = Bursts.Period();
        var (onsets, frames) = (new List<long>(events), new List<long>(events * Bursts.PeriodFrames));
        using var pace = new PeriodicTimer(Frame, Time);
        var silence = new short[Bursts.SampleRate / 100];
        for (var i = -Bursts.PeriodFrames; i < events * Bursts.PeriodFrames; i++)
        {
            await pace.WaitForNextTickAsync(cancellationToken);
            var now = Time.GetTimestamp();
            frames.Add(now);
            if (i >= 0 && i % Bursts.PeriodFrames == 0)
            {
                onsets.Add(now);
            }

            listener.OnAudioFrame(i < 0 ? silence : Bursts.Frame(period, i), Bursts.SampleRate);
        }

        await Task.Delay(Frame * Bursts.PeriodFrames, Time, cancellationToken);
        return (onsets, frames);
    }

    private async Task SendBareAsync(int events, CancellationToken cancellationToken)
    {
        // 20 ms at 16 kHz, as our own messages.
        var loud = new byte[640];
        loud.AsSpan().Fill(0x30);
        var message = $$"""{"user_audio_chunk":"{{Convert.ToBase64String(loud)}}"}""";
        for (var i = 0; i < events; i++)
        {
            await Task.Delay(2 * Frame, Time, cancellationToken);
            var sent = Time.GetTimestamp();
            await stage.Relay.SendUpAsync(message, cancellationToken);
            while (stage.RelayArrivals.Messages().Count <= 2 * i)
            {
                await Task.Yield();
            }

            Bare.Add(Time.GetElapsedTime(sent, stage.RelayArrivals.Messages()[2 * i].Timestamp).TotalMilliseconds);
        }
    }
}
