using System.Diagnostics.CodeAnalysis;

namespace Connectors.Core.Rooms.Projects;

/// <summary>
/// A LiveKit project of a tenant's own. Its credential is one text, so that it is replaced whole and its secret goes nowhere but to
/// its own server: <c>wss://KEY:SECRET@project.livekit.cloud</c>. Characters that an address can't hold are written as <c>%XX</c>.
/// </summary>
/// <param name="Url">Address of the server, without key and secret.</param>
/// <param name="ApiKey">The project's key.</param>
/// <param name="ApiSecret">The key's secret, by which tokens are signed.</param>
public sealed record LiveKitProject(Uri Url, string ApiKey, Secret ApiSecret)
{
    private const string Form = "The value must be the project's address with its key and secret in it: wss://KEY:SECRET@host.";

    /// <summary>The address only.</summary>
    public override string ToString() => Url.ToString();

    /// <summary>Takes a credential's value apart; what its address may be is judged by others.</summary>
    /// <param name="value">The value.</param>
    /// <param name="address">The address as it was written, without key and secret.</param>
    /// <param name="key">The key.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="problem">What is wrong, in one sentence that quotes nothing; or null.</param>
    internal static bool TrySplit(
        Secret value, out string address, out string key, out Secret secret, [NotNullWhen(false)] out string? problem)
    {
        (address, key, secret, problem) = (string.Empty, string.Empty, Secret.None, Form);
        var text = value.Reveal();
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var path = scheme < 0 ? -1 : text.IndexOfAny(['/', '?', '#'], scheme + 3);
        var authority = scheme < 0 ? string.Empty : path < 0 ? text[(scheme + 3)..] : text[(scheme + 3)..path];
        var at = authority.LastIndexOf('@');
        if (at < 0 || authority[..at].Split(':') is not [{ Length: > 0 } name, { Length: > 0 } word])
        {
            return false;
        }

        address = $"{text[..scheme]}://{authority[(at + 1)..]}{(path < 0 ? string.Empty : text[path..])}";
        key = Uri.UnescapeDataString(name);
        secret = new(Uri.UnescapeDataString(word));
        problem = null;
        return true;
    }
}
