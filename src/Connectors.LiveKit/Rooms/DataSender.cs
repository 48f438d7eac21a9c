using Connectors.Core.Rooms;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Rooms;

/// <summary>Sends a participant's data packets; the library copies and queues them, so what waits there is bounded here.</summary>
/// <param name="library">The library.</param>
/// <param name="participant">Handle of our participant.</param>
internal sealed class DataSender(LiveKitLibrary library, ulong participant)
{
    private const int MostPackets = 256;
    private const int MostBytes = 1 << 20;

    private int _packets;
    private int _bytes;
    private int _failures;

    /// <summary>Packets that the library took and then could not send.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Sends a packet, reliably and in order.</summary>
    public unsafe bool TrySend(string topic, ReadOnlySpan<byte> payload, string? destination)
    {
        if (payload.Length > RoomLimits.DataBytes)
        {
            return false;
        }

        var length = payload.Length;
        var packets = Interlocked.Increment(ref _packets);
        var bytes = Interlocked.Add(ref _bytes, length);
        if (packets > MostPackets || bytes > MostBytes)
        {
            Release(length);
            return false;
        }

        // The library makes a slice of it, which may not have a null address even if it is empty.
        byte nothing = 0;
        fixed (byte* data = payload)
        {
            var request = new PublishDataRequest
            {
                LocalParticipantHandle = participant,
                DataPtr = (ulong)(data is null ? &nothing : data),
                DataLen = (ulong)length,
                Reliable = true,
                Topic = topic,
            };
            if (destination is not null)
            {
                request.DestinationIdentities.Add(destination);
            }

            return library.TryRequest(id => WithId(request, id), reply => OnReply(reply, length));
        }
    }

    private static FfiRequest WithId(PublishDataRequest request, ulong id)
    {
        request.RequestAsyncId = id;
        return new() { PublishData = request };
    }

    private void OnReply(FfiEvent? reply, int length)
    {
        Release(length);
        if (reply?.PublishData.HasError ?? true)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    private void Release(int length)
    {
        Interlocked.Decrement(ref _packets);
        Interlocked.Add(ref _bytes, -length);
    }
}
