using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Connectors.Core.Outgoing;

/// <summary>
/// Judges the text of a URL when it is registered, so that a tenant learns at once what can't work. Where its name leads is
/// judged by <see cref="OutgoingGuard"/> at every connect. Each refusal is one sentence.
/// </summary>
/// <param name="policy">Which addresses are allowed.</param>
/// <param name="allowInsecure">Whether <c>http</c> and <c>ws</c> are allowed too.</param>
public sealed partial class UrlRules(AddressPolicy policy, bool allowInsecure)
{
    /// <summary>Longest URL, in characters.</summary>
    public const int LongestUrl = 2_048;

    private const int LongestName = 253;

    /// <summary>Reads a URL.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="url">The URL; null if refused.</param>
    /// <param name="refusal">What is wrong with it; null if nothing is.</param>
    /// <returns>Whether it may be used.</returns>
    public bool TryRead(string? text, UrlKind kind, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? refusal)
    {
        refusal = Refusal(text, kind, out var read);
        url = refusal is null ? read : null;
        return url is not null;
    }

    private string? Refusal(string? text, UrlKind kind, out Uri? url)
    {
        url = null;
        if (string.IsNullOrEmpty(text))
        {
            return "The URL is missing.";
        }

        if (text.Length > LongestUrl)
        {
            return "The URL must not be longer than 2,048 characters.";
        }

        if (text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.Contains('\\', StringComparison.Ordinal))
        {
            return "The URL must be ASCII without blanks and backslashes; international host names are written in their xn-- form.";
        }

        if (SchemeRefusal(text, kind) is { } wrongScheme)
        {
            return wrongScheme;
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            return "The URL must not have a fragment (#…).";
        }

        var match = AuthorityPattern().Match(text);
        return !match.Success || !Uri.TryCreate(text, UriKind.Absolute, out url)
            ? "The URL has no valid host."
            : match.Groups["user"].Success
                ? "The URL must not hold a user name or a password."
                : HostRefusal(match.Groups["host"].Value) ?? PortRefusal(match.Groups["port"].Value, url);
    }

    private string? SchemeRefusal(string text, UrlKind kind)
    {
        var (secure, plain) = kind == UrlKind.Http ? ("https", "http") : ("wss", "ws");
        return text.StartsWith($"{secure}://", StringComparison.OrdinalIgnoreCase) ? null
            : text.StartsWith($"{plain}://", StringComparison.OrdinalIgnoreCase) && allowInsecure ? null
            : $"The URL must begin with {secure}://.";
    }

    private string? HostRefusal(string host)
    {
        if (host.EndsWith('.'))
        {
            return "The host must not end with a dot.";
        }

        // As browsers have it: what ends in a number is meant as an IPv4 address, however it is spelled.
        if (host.StartsWith('[') || NumberPattern().IsMatch(host))
        {
            var isPlain = IPAddress.TryParse(host, out var address) && !host.Contains('%', StringComparison.Ordinal)
                && (host.StartsWith('[') || address.ToString() == host);
            return !isPlain ? $"The host '{host}' is no IP address in its usual spelling."
                : policy.RefusedRange(address!) is { } range ? $"The host '{host}' is in {range}, which this server doesn't allow."
                : null;
        }

        if (host.Length > LongestName || !NamePattern().IsMatch(host))
        {
            return "The host is not a valid name.";
        }

        var isLocal = host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return isLocal && policy.RefusedRange(IPAddress.Loopback) is { } local
            ? $"The host '{host}' is in {local}, which this server doesn't allow."
            : null;
    }

    // Below 1,024 are services that may take a request for something else.
    private string? PortRefusal(string port, Uri url) =>
        (port.Length > 0 && !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        || !(url.Port is 443 or >= 1_024 || (url.Port == 80 && allowInsecure))
            ? "The port must be 443 or 1,024 to 65,535."
            : null;

    [GeneratedRegex(@"^[A-Za-z]+://(?<user>[^/?]*@)?(?<host>\[[^\]/?@]*\]|[^:/?@\[\]]+)(:(?<port>[^/?]*))?(?=[/?]|$)", Options, 1_000)]
    private static partial Regex AuthorityPattern();

    [GeneratedRegex(@"(^|\.)([0-9]+|0[xX][0-9A-Fa-f]*)$", Options, 1_000)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$", Options, 1_000)]
    private static partial Regex NamePattern();

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
}
