using System.Buffers;
using System.Buffers.Text;

namespace Connectors.Providers;

/// <summary>Decodes audio into memory that is used again for the next: the steady path allocates nothing. One reader only.</summary>
internal sealed class Base64Audio
{
    private byte[] _bytes = new byte[16 * 1024];

    /// <summary>Decodes a piece.</summary>
    /// <param name="base64">UTF-8.</param>
    /// <param name="audio">Valid until the next piece.</param>
    /// <returns>False if it isn't base64.</returns>
    public bool TryDecode(ReadOnlySpan<byte> base64, out ReadOnlySpan<byte> audio)
    {
        var needed = Base64.GetMaxDecodedFromUtf8Length(base64.Length);
        if (_bytes.Length < needed)
        {
            _bytes = new byte[needed];
        }

        var status = Base64.DecodeFromUtf8(base64, _bytes, out _, out var length);
        audio = _bytes.AsSpan(0, length);
        return status == OperationStatus.Done;
    }
}
