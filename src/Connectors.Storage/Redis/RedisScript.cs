using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Connectors.Storage.Redis;

/// <summary>A script that Redis runs at one stroke, nothing else in between. <c>KEYS[1]</c> is what all keys begin with.</summary>
/// <param name="text">The script, in Lua.</param>
internal sealed class RedisScript(string text)
{
    public string Text => text;

    /// <summary>What Redis calls a script that it knows.</summary>
    public string Digest { get; } = DigestOf(text);

    [SuppressMessage("Security", "CA5350", Justification = "It is the protocol's name of a script (EVALSHA), and protects nothing.")]
    private static string DigestOf(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(Encoding.UTF8.GetBytes(text)));
}
