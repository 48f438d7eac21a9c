using Connectors.Core.Rooms;
using Connectors.LiveKit;
using Connectors.LiveKit.Rooms;
using Connectors.Testing;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Joins rooms with the signalling through a relay, which a test may break; the media goes its own way.</summary>
/// <param name="options">Limits.</param>
internal sealed class RelayedRooms(LiveKitOptions options) : IRoomTransport, IAsyncDisposable
{
    private readonly LiveKitRoomTransport _rooms = new(options, TimeProvider.System);
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The relay, once a room was joined.</summary>
    public TcpRelay Line { get; private set; } = null!;

    /// <summary>How often a room was joined.</summary>
    public int Joins { get; private set; }

    /// <summary>Completes when a room that had been joined has ended.</summary>
    public Task Lost => _lost.Task;

    public IRoomConnection Join(RoomAddress address, IRoomListener listener)
    {
        Joins++;
        Line ??= new(address.Url);
        return _rooms.Join(new(Line.Of(address.Url), address.Token), new Ear(listener, _lost));
    }

    public ValueTask DisposeAsync() => Line?.DisposeAsync() ?? default;

    private sealed class Ear(IRoomListener listener, TaskCompletionSource lost) : IRoomListener
    {
        public void OnAudioFrame(ReadOnlySpan<short> samples, int sampleRate) => listener.OnAudioFrame(samples, sampleRate);

        public void OnEvent(RoomEvent e)
        {
            if (e is RoomEvent.Ended)
            {
                lost.TrySetResult();
            }

            listener.OnEvent(e);
        }
    }
}
