using System.Runtime.InteropServices;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Sandbox.Rooms;

/// <summary>The avatar in a real room: <c>heygen</c> with an audio track that plays what it is told and a picture that moves.</summary>
/// <param name="time">The clock.</param>
internal sealed class AvatarBody(TimeProvider time) : IAvatarBody
{
    private const int SampleRate = 24_000;

    private readonly SpeechQueue _queue = new(SampleRate);
    private SandboxParticipant? _participant;
    private SpeakingTrack? _voice;
    private MovingPicture? _picture;

    /// <inheritdoc/>
    public TimeSpan Buffered => _queue.Buffered;

    /// <inheritdoc/>
    public Action<bool>? PlayingChanged { get; set; }

    /// <inheritdoc/>
    public async Task JoinAsync(Uri url, string token, CancellationToken cancellation)
    {
        await LeaveAsync();
        var participant = _participant = new(null, time);
        try
        {
            await participant.JoinAsync(url, token, cancellation);
            _voice = await participant.SpeakAsync("audio", false, SampleRate, (_queue, PlayingChanged), cancellation);
            _picture = new(await participant.ShowAsync("video", MovingPicture.Size, MovingPicture.FramesPerSecond, cancellation), time);
        }
        catch
        {
            await LeaveAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Play(ReadOnlySpan<byte> pcm24k) => _queue.Add(MemoryMarshal.Cast<byte, short>(pcm24k));

    /// <inheritdoc/>
    public void Clear()
    {
        _queue.Clear();
        _voice?.Clear();
    }

    /// <inheritdoc/>
    public async Task LeaveAsync()
    {
        var (participant, voice, picture) = (_participant, _voice, _picture);
        (_participant, _voice, _picture) = (null, null, null);
        _queue.Clear();
        if (picture is not null)
        {
            await picture.DisposeAsync();
        }

        if (voice is not null)
        {
            await voice.DisposeAsync();
        }

        if (participant is not null)
        {
            await participant.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await LeaveAsync();
}
