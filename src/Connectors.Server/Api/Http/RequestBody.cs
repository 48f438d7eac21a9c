using System.Buffers;

namespace Connectors.Server.Api.Http;

/// <summary>Reads bodies within a limit.</summary>
internal static class RequestBody
{
    // Far more than the largest sensible request; a voice agent's settings hold a prompt.
    private const int Limit = 256 * 1024;

    /// <summary>Reads a body of our API whole; null: it is larger than all of them may be.</summary>
    public static Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, Limit, cancellationToken);

    /// <summary>Reads a body whole; null: it is larger than the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
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
