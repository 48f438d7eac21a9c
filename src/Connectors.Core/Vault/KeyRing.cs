using System.Buffers;
using System.Security.Cryptography;

namespace Connectors.Core.Vault;

/// <summary>
/// The operator's keys, which are never in the store. A line for each: purpose, id, 256 bits in base64; <c>#</c> begins a
/// comment. The last line of a purpose is the current key, with which new things are made; all of them open what is old.
/// </summary>
public sealed class KeyRing
{
    /// <summary>Purpose of the keys that wrap tenants' data keys.</summary>
    public const string KeyEncryption = "kek";

    /// <summary>Purpose of the keys that others are derived from: for the audit log, API keys, session tokens.</summary>
    public const string Mac = "mac";

    private const int KeyBytes = 32;
    private const int IdCharacters = 64;

    private static readonly SearchValues<char> IdAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private readonly Dictionary<string, List<RingKey>> _keys = new() { [KeyEncryption] = [], [Mac] = [] };

    private KeyRing()
    {
    }

    /// <summary>The purposes, each of which has at least one key.</summary>
    public static IReadOnlyList<string> Purposes { get; } = [KeyEncryption, Mac];

    /// <summary>Reads the lines.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="place">Where they are from, for the message.</param>
    /// <exception cref="InvalidDataException">
    /// Names the first line that is wrong and what is wrong with it, never what stands in it.
    /// </exception>
    public static KeyRing Parse(string text, string place)
    {
        var ring = new KeyRing();
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (ring.TryAdd(line) is { } fault)
            {
                throw new InvalidDataException($"Key ring {place}, line {number}: {fault}.");
            }
        }

        return Purposes.FirstOrDefault(purpose => ring._keys[purpose].Count == 0) is { } missing
            ? throw new InvalidDataException($"Key ring {place}: there is no line of purpose {missing}.")
            : ring;
    }

    /// <summary>A line with a fresh key.</summary>
    /// <param name="purpose">Its purpose.</param>
    /// <param name="id">Its id.</param>
    public static string NewLine(string purpose, string id)
    {
        var value = RandomNumberGenerator.GetBytes(KeyBytes);
        var line = $"{purpose} {id} {Convert.ToBase64String(value)}\n";
        CryptographicOperations.ZeroMemory(value);
        return line;
    }

    /// <summary>The newest key of a purpose.</summary>
    /// <param name="purpose">One of <see cref="Purposes"/>.</param>
    public RingKey Current(string purpose) => _keys[purpose][^1];

    /// <summary>A key, or null if there is none of that id.</summary>
    /// <param name="purpose">One of <see cref="Purposes"/>.</param>
    /// <param name="id">Its id.</param>
    public RingKey? Find(string purpose, string id) => _keys[purpose].Find(key => key.Id == id);

    private static string? FaultOf(ReadOnlySpan<char> id) => id switch
    {
        { Length: > IdCharacters } => $"the id has more than {IdCharacters} characters",
        _ when id.ContainsAnyExcept(IdAlphabet) => "the id has other characters than letters, digits, - _ and .",
        _ => null,
    };

    private string? TryAdd(ReadOnlySpan<char> line)
    {
        var words = line.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0][0] == '#')
        {
            return null;
        }

        if (!_keys.TryGetValue(words[0], out var keys))
        {
            return $"the purpose is none of {string.Join(", ", Purposes)}";
        }

        if (words.Length < 3 || (words.Length > 3 && words[3][0] != '#'))
        {
            return "it is not a purpose, an id and a value";
        }

        if (FaultOf(words[1]) is { } fault)
        {
            return fault;
        }

        if (keys.Exists(key => key.Id == words[1]))
        {
            return "the id is taken by a line before";
        }

        // Longer than a key, so that one that is too long is told from one that isn't base64.
        var value = new byte[words[2].Length];
        if (!Convert.TryFromBase64String(words[2], value, out var length) || length != KeyBytes)
        {
            return $"the value is not {KeyBytes} bytes in base64";
        }

        keys.Add(new RingKey(words[1], value.AsSpan(0, length).ToArray()));
        CryptographicOperations.ZeroMemory(value);
        return null;
    }
}
