using System.Security.Cryptography;

namespace Connectors.Core.Webhooks;

/// <summary>When a delivery that failed is tried again: Standard Webhooks' own schedule, ten attempts over three days.</summary>
internal static class RetrySchedule
{
    /// <summary>Longest that a receiver can put us off by <c>Retry-After</c>.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>A receiver that failed for so long, without any success, is left alone.</summary>
    public static readonly TimeSpan DisableAfter = TimeSpan.FromDays(5);

    // Spreads what failed at the same moment.
    private const double Jitter = 0.2;

    /// <summary>What is waited after each attempt but the last.</summary>
    public static IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>The pause after so many attempts, or null: there is none left.</summary>
    /// <param name="tries">Attempts made.</param>
    /// <param name="retryAfter">What the receiver asked for.</param>
    public static TimeSpan? After(int tries, TimeSpan? retryAfter)
    {
        if (tries > Delays.Count)
        {
            return null;
        }

        var delay = Delays[tries - 1] * (1 + (Jitter * RandomNumberGenerator.GetInt32(1_000) / 1_000));
        var asked = retryAfter > LongestRetryAfter ? LongestRetryAfter : retryAfter ?? TimeSpan.Zero;
        return asked > delay ? asked : delay;
    }
}
