using System.Threading.Channels;
using Connectors.Core.Rooms;

namespace Connectors.LiveKit.Rooms;

/// <summary>
/// What waits for a room's loop, in order, from any thread. Data packets are bounded by number and bytes, and dropped and
/// counted beyond; the rest (what changes the room's state, and commands) must not be lost: if it doesn't fit, the room ends.
/// </summary>
internal sealed class RoomInbox
{
    private const int MostItems = 2_048;
    private const int MostPackets = 512;
    private const int MostBytes = 1 << 20;

    private readonly Channel<object> _items = Channel.CreateBounded<object>(new BoundedChannelOptions(MostItems) { SingleReader = true });
    private int _packets;
    private int _bytes;
    private int _dropped;
    private RoomEvent.Ended? _end;

    /// <summary>Why the room is over, once it is.</summary>
    public RoomEvent.Ended? End => Volatile.Read(ref _end);

    /// <summary>Adds something that must not be lost.</summary>
    /// <param name="item">What.</param>
    /// <returns>False if the room is over (or is now, because there was no place): the item is the caller's.</returns>
    public bool Post(object item)
    {
        if (_items.Writer.TryWrite(item))
        {
            return true;
        }

        Close(new(RoomEndKind.Lost, $"{MostItems} events of the room waited and were not taken."));
        return false;
    }

    /// <summary>Adds a data packet, or drops and counts it.</summary>
    /// <param name="packet">The packet.</param>
    public void Post(RoomEvent.DataReceived packet)
    {
        var packets = Interlocked.Increment(ref _packets);
        var bytes = Interlocked.Add(ref _bytes, packet.Payload.Length);
        if (packets > MostPackets || bytes > MostBytes || !_items.Writer.TryWrite(packet))
        {
            Release(packet);
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Ends the room: what waits already is still delivered, nothing is added. Only the first end counts.</summary>
    /// <param name="end">Why.</param>
    public void Close(RoomEvent.Ended end)
    {
        Interlocked.CompareExchange(ref _end, end, null);
        _items.Writer.TryComplete();
    }

    /// <summary>Waits for the next item; null when the room is over and everything was taken.</summary>
    public async ValueTask<object?> TakeAsync()
    {
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
        {
            return new RoomEvent.DataDropped(dropped);
        }

        while (await _items.Reader.WaitToReadAsync())
        {
            if (_items.Reader.TryRead(out var item))
            {
                if (item is RoomEvent.DataReceived packet)
                {
                    Release(packet);
                }

                return item;
            }
        }

        return null;
    }

    private void Release(RoomEvent.DataReceived packet)
    {
        Interlocked.Decrement(ref _packets);
        Interlocked.Add(ref _bytes, -packet.Payload.Length);
    }
}
