using System.Threading.Channels;

namespace Connectors.TestNode.Lines;

/// <summary>The room's end of a line. A node that doesn't read loses the oldest of what it is sent.</summary>
/// <param name="stream">The line.</param>
internal sealed class LineToNode(Stream stream)
{
    private readonly Channel<byte[]> _waiting =
        Channel.CreateBounded<byte[]>(new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Send(byte[] frame) => _waiting.Writer.TryWrite(frame);

    /// <summary>Ends it without a word.</summary>
    public void Break() => stream.Dispose();

    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var frame in _waiting.Reader.ReadAllAsync(cancellation))
        {
            await stream.WriteAsync(frame, cancellation);
        }
    }
}
