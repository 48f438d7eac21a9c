using Connectors.Core.Audio;
using Connectors.Core.Rooms;

namespace Connectors.Core.Bridging;

/// <summary>One room connection's listener: frames go to the user's audio at once, events to the loop.</summary>
internal sealed class RoomLink(Mailbox mailbox, UserAudio userAudio, int epoch) : IRoomListener
{
    // A participant may send as fast as it likes; what the loop has not looked at yet stays within this.
    private const int PendingDataLimit = 256;

    private int _pendingData;
    private long _droppedData;
    private volatile bool _retired;

    /// <summary>Data packets thrown away because too many waited.</summary>
    public long DroppedData => Interlocked.Read(ref _droppedData);

    public void OnAudioFrame(ReadOnlySpan<short> samples, int sampleRate)
    {
        if (!_retired)
        {
            userAudio.OnFrame(samples, sampleRate);
        }
    }

    public void OnEvent(RoomEvent e)
    {
        if (e is RoomEvent.DataReceived && Interlocked.Increment(ref _pendingData) > PendingDataLimit)
        {
            Interlocked.Decrement(ref _pendingData);
            Interlocked.Increment(ref _droppedData);
            return;
        }

        mailbox.Post(e, epoch);
    }

    /// <summary>The loop has taken a data packet.</summary>
    public void DataTaken() => Interlocked.Decrement(ref _pendingData);

    /// <summary>Frames that still come are of no interest any more.</summary>
    public void Retire() => _retired = true;
}
