using Connectors.Core.Tenancy;

namespace Connectors.Core.Webhooks;

/// <summary>The secrets that sign for one receiver: the newest first, those before it beside it for a while.</summary>
public static class SigningSecrets
{
    /// <summary>Longest that an old secret signs beside a new one.</summary>
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    private const int Most = 5;

    /// <summary>A first one.</summary>
    public static IReadOnlyList<WebhookSecret> Create() => [new(WebhookSignature.NewSecret())];

    /// <summary>Those that sign at a time.</summary>
    /// <param name="secrets">All.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<Secret> At(IEnumerable<WebhookSecret> secrets, DateTimeOffset now) =>
        secrets.Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > now).Select(secret => secret.Value);

    /// <summary>A new one, and those before it for as long as they go on.</summary>
    /// <param name="secrets">Those before.</param>
    /// <param name="now">The time.</param>
    /// <param name="overlap">How long the newest before goes on; zero to <see cref="LongestOverlap"/>.</param>
    public static IReadOnlyList<WebhookSecret> Rotate(IEnumerable<WebhookSecret> secrets, DateTimeOffset now, TimeSpan overlap)
    {
        var retired = secrets.Select(old => old with { ExpiresAt = old.ExpiresAt ?? (now + overlap) })
            .Where(old => old.ExpiresAt > now).Take(Most - 1);
        return [.. Create(), .. retired];
    }

    /// <summary>What is wrong with an overlap, or null.</summary>
    internal static FieldError? OverlapError(TimeSpan overlap) => overlap < TimeSpan.Zero || overlap > LongestOverlap
        ? new("overlap_hours", $"Must be 0 to {LongestOverlap.TotalHours:0}.")
        : null;
}
