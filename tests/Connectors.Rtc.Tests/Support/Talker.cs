using Connectors.LiveKit.Publishing;
using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Speaks a tone into a published track until it is told to stop.</summary>
internal sealed class Talker : IAsyncDisposable
{
    private readonly AudioPublication _track;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _talk;

    public Talker(AudioPublication track, double frequency, double amplitude = 8_000)
    {
        _track = track;
        _talk = TalkAsync(new Tone(frequency, track.SampleRate, amplitude));
    }

    public string TrackId => _track.TrackId;

    public void Mute(bool isMuted) => _track.Mute(isMuted);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _talk;
        await _track.DisposeAsync();
        _stop.Dispose();
    }

    private async Task TalkAsync(Tone tone)
    {
        var frame = new short[_track.SampleRate / 100];
        do
        {
            tone.Fill(frame);
        }
        while (!_stop.IsCancellationRequested && await _track.CaptureAsync(frame));
    }
}
