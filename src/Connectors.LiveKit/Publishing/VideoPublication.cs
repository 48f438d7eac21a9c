using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Publishing;

/// <summary>A published video track.</summary>
/// <param name="publication">The track.</param>
/// <param name="size">Width and height in pixels.</param>
internal sealed class VideoPublication(Publication publication, (int Width, int Height) size) : IAsyncDisposable
{
    /// <summary>Width and height in pixels.</summary>
    public (int Width, int Height) Size => size;

    /// <summary>Bytes of a frame: a plane of brightness and two of colour at half the width and height.</summary>
    public int FrameBytes => (size.Width * size.Height) + (2 * (size.Width / 2) * (size.Height / 2));

    /// <summary>The server's id of the track.</summary>
    public string TrackId => publication.TrackId;

    /// <summary>Encodes and sends a frame.</summary>
    /// <param name="i420">The three planes, one after the other.</param>
    /// <param name="timestamp">When it was taken, on any clock that never goes back.</param>
    /// <exception cref="ArgumentException">The planes are not of the track's size.</exception>
    public unsafe void Capture(ReadOnlySpan<byte> i420, TimeSpan timestamp)
    {
        if (i420.Length != FrameBytes)
        {
            throw new ArgumentException($"A frame of {size.Width}x{size.Height} has {FrameBytes} bytes.", nameof(i420));
        }

        var (brightness, colour) = ((uint)(size.Width * size.Height), (uint)(size.Width / 2 * (size.Height / 2)));
        fixed (byte* data = i420)
        {
            var buffer = new VideoBufferInfo
            {
                Type = VideoBufferType.I420,
                Width = (uint)size.Width,
                Height = (uint)size.Height,
                DataPtr = (ulong)data,
                Stride = (uint)size.Width,
            };
            buffer.Components.Add(Plane(data, size.Width, brightness));
            buffer.Components.Add(Plane(data + brightness, size.Width / 2, colour));
            buffer.Components.Add(Plane(data + brightness + colour, size.Width / 2, colour));
            // The library converts the frame before it answers, so the memory is needed no longer than this.
            _ = publication.Library.TryRequest(
                new FfiRequest
                {
                    CaptureVideoFrame = new()
                    {
                        SourceHandle = publication.Source,
                        Buffer = buffer,
                        TimestampUs = (long)timestamp.TotalMicroseconds,
                        Rotation = VideoRotation._0,
                    },
                },
                out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await publication.UnpublishAsync();

    private static unsafe VideoBufferInfo.Types.ComponentInfo Plane(byte* data, int stride, uint bytes) =>
        new() { DataPtr = (ulong)data, Stride = (uint)stride, Size = bytes };
}
