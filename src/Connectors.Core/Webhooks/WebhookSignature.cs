using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Core.Webhooks;

/// <summary>Signatures as Standard Webhooks 1.0 has them: HMAC-SHA-256 over id, time and body, joined by dots.</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";

    // The specification wants 24 to 64.
    private const int SecretBytes = 32;

    /// <summary>Makes a secret.</summary>
    public static Secret NewSecret() => new(Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>Makes the header <c>webhook-signature</c>: one signature a secret, separated by spaces.</summary>
    /// <param name="secrets">What signs.</param>
    /// <param name="messageId">The header <c>webhook-id</c>.</param>
    /// <param name="at">The header <c>webhook-timestamp</c>, cut to the second.</param>
    /// <param name="body">The body.</param>
    public static string Sign(IEnumerable<Secret> secrets, string messageId, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{messageId}.{Timestamp(at)}.");
        byte[] content = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), content))}"));
    }

    /// <summary>Adds the three headers that say which message it is and who sent it.</summary>
    /// <param name="headers">Where.</param>
    /// <param name="secrets">What signs.</param>
    /// <param name="messageId">The header <c>webhook-id</c>.</param>
    /// <param name="at">The header <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body.</param>
    internal static void AddTo(
        HttpRequestHeaders headers, IEnumerable<Secret> secrets, string messageId, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        headers.Add("webhook-id", messageId);
        headers.Add("webhook-timestamp", Timestamp(at));
        headers.Add("webhook-signature", Sign(secrets, messageId, at, body));
    }

    /// <summary>The header <c>webhook-timestamp</c>: whole seconds since 1970.</summary>
    /// <param name="at">The time.</param>
    internal static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static byte[] KeyOf(Secret secret)
    {
        var text = secret.Reveal();
        return Convert.FromBase64String(text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text);
    }
}
