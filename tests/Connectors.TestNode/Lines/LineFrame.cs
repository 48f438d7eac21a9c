using System.Buffers.Binary;

namespace Connectors.TestNode.Lines;

/// <summary>A message on a line: its length in four bytes, its kind in one, its content.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Content">Its content.</param>
internal readonly record struct LineFrame(LineKind Kind, byte[] Content)
{
    private const int Head = 5;

    public static byte[] Bytes(LineKind kind, ReadOnlySpan<byte> content)
    {
        var bytes = new byte[Head + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, content.Length);
        bytes[Head - 1] = (byte)kind;
        content.CopyTo(bytes.AsSpan(Head));
        return bytes;
    }

    /// <summary>Reads the next one.</summary>
    /// <exception cref="IOException">The line is broken or closed.</exception>
    public static async Task<LineFrame> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new byte[Head];
        await stream.ReadExactlyAsync(head, cancellation);
        var content = new byte[BinaryPrimitives.ReadInt32LittleEndian(head)];
        await stream.ReadExactlyAsync(content, cancellation);
        return new((LineKind)head[Head - 1], content);
    }
}
