using System.Security.Cryptography;
using System.Text;

namespace Connectors.Storage;

/// <summary>
/// AES-256-GCM under one key from a file that only its owner may read; made where there is none.
/// Box: version (1 byte), nonce (12), tag (16), ciphertext.
/// </summary>
internal sealed class FileSealedBox : ISealedBox
{
    private const byte Version = 1;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + NonceBytes + TagBytes;

    private readonly byte[] _key;

    private FileSealedBox(byte[] key) => _key = key;

    /// <summary>Reads the key, or makes it.</summary>
    /// <param name="path">The key file.</param>
    public static FileSealedBox Load(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes
            ? new FileSealedBox(key)
            : throw new InvalidDataException($"The key file {path} has {key.Length} bytes, not {KeyBytes}: restore it from a backup.");
    }

    /// <inheritdoc/>
    public byte[] Seal(ReadOnlySpan<byte> content, string owner)
    {
        var box = new byte[HeaderBytes + content.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, content, box.AsSpan(HeaderBytes), box.AsSpan(1 + NonceBytes, TagBytes), Encoding.UTF8.GetBytes(owner));
        return box;
    }

    /// <inheritdoc/>
    public byte[]? Open(ReadOnlySpan<byte> box, string owner)
    {
        if (box.Length < HeaderBytes || box[0] != Version)
        {
            return null;
        }

        var content = new byte[box.Length - HeaderBytes];
        using var aes = new AesGcm(_key, TagBytes);
        try
        {
            aes.Decrypt(
                box.Slice(1, NonceBytes), box[HeaderBytes..], box.Slice(1 + NonceBytes, TagBytes), content, Encoding.UTF8.GetBytes(owner));
            return content;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Complete before it has its name, so that neither a crash nor a second process ever sees half a key.
    private static void Create(string path)
    {
        var made = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(made, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(made, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster: its key is the one.
            File.Delete(made);
        }
    }
}
