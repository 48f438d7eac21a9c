using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Core.Vault;

/// <summary>AES-256-GCM. Box: a header of the caller, nonce (12 bytes), tag (16), ciphertext; the header is authenticated too.</summary>
internal static class AesBox
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(ReadOnlySpan<byte> header, ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, ReadOnlySpan<string> owner)
    {
        var box = new byte[header.Length + NonceBytes + TagBytes + content.Length];
        header.CopyTo(box);
        var rest = box.AsSpan(header.Length);
        RandomNumberGenerator.Fill(rest[..NonceBytes]);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            rest[..NonceBytes], content, rest[(NonceBytes + TagBytes)..], rest.Slice(NonceBytes, TagBytes), AssociatedData(header, owner));
        return box;
    }

    /// <returns>The content, or null: another key, another owner, or damage.</returns>
    public static byte[]? Open(ReadOnlySpan<byte> box, int headerBytes, ReadOnlySpan<byte> key, ReadOnlySpan<string> owner)
    {
        if (box.Length < headerBytes + NonceBytes + TagBytes)
        {
            return null;
        }

        var rest = box[headerBytes..];
        var content = new byte[rest.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(
                rest[..NonceBytes], rest[(NonceBytes + TagBytes)..], rest.Slice(NonceBytes, TagBytes), content,
                AssociatedData(box[..headerBytes], owner));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Each with its length before it, so that no two lists of names come out the same.</summary>
    public static byte[] AssociatedData(ReadOnlySpan<byte> header, ReadOnlySpan<string> owner)
    {
        using var data = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, header.Length);
        data.Write(length);
        data.Write(header);
        foreach (var name in owner)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            data.Write(length);
            data.Write(bytes);
        }

        return data.ToArray();
    }
}
