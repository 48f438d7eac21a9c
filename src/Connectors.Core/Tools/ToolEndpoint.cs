using Connectors.Core.Outgoing;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Tools;

/// <summary>Where a tenant's own server carries out one of the agent's tools, so that no page has to.</summary>
public sealed record ToolEndpoint
{
    /// <summary>How long it is given unless said otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    private const int LongestName = 64;
    private const int LongestFallback = 2_000;
    private const int LongestTimeoutMs = 60_000;
    private const int ShortestTimeoutMs = 100;

    /// <summary>The tool, as the agent calls it. Letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where a call is posted to; may hold a secret in path or query.</summary>
    public required string Url { get; init; }

    /// <summary>How long it is given. 100 ms to 60 s, default 20 s; less where the agent itself waits for less.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>What the agent is told instead when the call fails, 1 to 2,000 characters; null: that it failed.</summary>
    public string? Fallback { get; init; }

    /// <summary>The name only.</summary>
    public override string ToString() => Name;

    internal IEnumerable<FieldError> Errors(UrlRules rules)
    {
        if (Name.Length is < 1 or > LongestName || !Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            yield return new("name", "Must have 1 to 64 letters, digits, _, - or dots.");
        }

        if (!rules.TryRead(Url, UrlKind.Http, out _, out var refusal))
        {
            yield return new("url", refusal);
        }

        if (FieldError.UnlessIn("timeout_ms", (long)Timeout.TotalMilliseconds, ShortestTimeoutMs, LongestTimeoutMs) is { } timeout)
        {
            yield return timeout;
        }

        if (Fallback is not null && FieldError.UnlessLength("fallback", Fallback, 1, LongestFallback) is { } fallback)
        {
            yield return fallback;
        }
    }
}
