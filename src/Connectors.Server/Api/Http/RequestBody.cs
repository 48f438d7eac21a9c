using System.Buffers;

namespace Connectors.Server.Api.Http;

/// <summary>Reads bodies within the limit that all of them have.</summary>
internal static class RequestBody
{
    // Far more than the largest sensible request; a voice agent's settings hold a prompt.
    private const int Limit = 256 * 1024;

    /// <summary>Reads a body whole; null: it is larger than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limit)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > Limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
