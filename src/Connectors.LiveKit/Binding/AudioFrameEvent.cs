namespace Connectors.LiveKit.Binding;

/// <summary>
/// The library's event for one audio frame: FfiEvent.audio_stream_event.frame_received. Read by hand in front of the
/// generated parser, which would allocate some 250 bytes for each of 100 frames a second and room.
/// </summary>
/// <param name="Stream">Handle of the stream it belongs to.</param>
/// <param name="Frame">Handle that owns the samples; to be dropped.</param>
/// <param name="Data">Address of the samples, 16 bits each.</param>
/// <param name="Channels">How many channels are interleaved.</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="SamplesPerChannel">Samples of each channel.</param>
internal readonly record struct AudioFrameEvent(ulong Stream, ulong Frame, nint Data, int Channels, int SampleRate, int SamplesPerChannel)
{
    /// <summary>Reads it; false where the event is something else.</summary>
    /// <param name="message">An encoded FfiEvent.</param>
    /// <param name="frame">What was read.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, out AudioFrameEvent frame)
    {
        frame = default;
        return TryFind(message, 4, out var streamEvent)
            && TryFind(streamEvent, 2, out var received)
            && TryFind(received, 1, out var owned)
            && TryFind(owned, 1, out var handle)
            && TryFind(owned, 2, out var info)
            && TryRead(Number(streamEvent, 1), Number(handle, 1), info, out frame);
    }

    private static bool TryRead(ulong stream, ulong handle, ReadOnlySpan<byte> info, out AudioFrameEvent frame)
    {
        frame = new(
            stream, handle, (nint)Number(info, 1), (int)Number(info, 2), (int)Number(info, 3), (int)Number(info, 4));
        return stream != 0 && handle != 0 && frame.Data != 0 && frame.Channels > 0 && frame.SamplesPerChannel > 0;
    }

    private static bool TryFind(ReadOnlySpan<byte> message, int field, out ReadOnlySpan<byte> content)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                content = reader.Content;
                return !content.IsEmpty;
            }
        }

        content = default;
        return false;
    }

    private static ulong Number(ReadOnlySpan<byte> message, int field)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                return reader.Number;
            }
        }

        return 0;
    }
}
