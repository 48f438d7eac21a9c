using Connectors.Core.Rooms;
using Connectors.Sandbox.Sound;

namespace Connectors.Sandbox.Rooms;

/// <summary>
/// The human of a conversation: publishes a microphone at real-time pace and records what is heard of the avatar.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SandboxUser(TimeProvider time) : IAsyncDisposable
{
    /// <summary>Rate of what it says, in Hz: a browser's microphone.</summary>
    public const int SampleRate = 48_000;

    private readonly SandboxParticipant _participant = new("heygen", time);
    private readonly SpeechQueue _queue = new(SampleRate);
    private SpeakingTrack? _microphone;

    /// <summary>Told true when it begins to speak and false when it is done; set it before joining.</summary>
    public Action<bool>? SpeakingChanged { get; set; }

    /// <summary>Told every event of the room; set it before joining.</summary>
    public Action<RoomEvent>? Happened
    {
        get => _participant.Happened;
        set => _participant.Happened = value;
    }

    /// <summary>What it has heard of the avatar.</summary>
    public HeardSound Heard => _participant.Heard;

    /// <summary>Completes when the connection is over.</summary>
    public Task<RoomEvent.Ended> Ended => _participant.Ended;

    /// <summary>How much of what it is to say waits.</summary>
    public TimeSpan Buffered => _queue.Buffered;

    /// <summary>Joins and opens the microphone.</summary>
    /// <param name="url">The room server.</param>
    /// <param name="token">The user's token.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The room could not be joined; the message says why.</exception>
    public async Task JoinAsync(Uri url, string token, CancellationToken cancellation)
    {
        await _participant.JoinAsync(url, token, cancellation);
        _microphone = await _participant.SpeakAsync(string.Empty, true, SampleRate, (_queue, SpeakingChanged), cancellation);
    }

    /// <summary>Says something, after what it is saying already.</summary>
    /// <param name="speech">Audio of 48 kHz.</param>
    /// <exception cref="ArgumentException">It has another rate.</exception>
    public void Say(WavFile speech)
    {
        if (speech.SampleRate != SampleRate)
        {
            throw new ArgumentException($"The user speaks {SampleRate} Hz, not {speech.SampleRate} Hz.", nameof(speech));
        }

        Say(speech.Samples);
    }

    /// <summary>Says something, after what it is saying already.</summary>
    /// <param name="samples">48 kHz, mono.</param>
    public void Say(ReadOnlySpan<short> samples) => _queue.Add(samples);

    /// <summary>Stops in the middle of the word.</summary>
    public void Hush() => _microphone?.Clear();

    /// <summary>Mutes or unmutes the microphone.</summary>
    /// <param name="isMuted">New state.</param>
    public void Mute(bool isMuted) => _microphone?.Mute(isMuted);

    /// <summary>Sends a data packet, as the web SDK does its commands.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="payload">Its content.</param>
    public bool TrySendData(string topic, ReadOnlySpan<byte> payload) => _participant.TrySendData(topic, payload);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_microphone is { } microphone)
        {
            await microphone.DisposeAsync();
        }

        await _participant.DisposeAsync();
    }
}
