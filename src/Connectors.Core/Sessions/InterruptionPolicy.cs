using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions;

/// <summary>A voice agent's rule for interruptions by speech. Commands interrupt always.</summary>
/// <param name="Mode">What happens.</param>
/// <param name="After">
/// With <see cref="InterruptionMode.After"/>: how long the user must speak. 0 to 5 s. It acts only where the provider
/// leaves the decision to us (<see cref="InterruptionSignal.None"/>): others have cancelled their turn already.
/// </param>
/// <param name="GreetingInterruptible">Whether the agent's first turn may be interrupted.</param>
public sealed record InterruptionPolicy(InterruptionMode Mode, TimeSpan After, bool GreetingInterruptible)
{
    private static readonly TimeSpan LongestAfter = TimeSpan.FromSeconds(5);

    /// <summary>Immediate, greeting included.</summary>
    public static InterruptionPolicy Default { get; } = new(InterruptionMode.Immediate, TimeSpan.Zero, true);

    /// <summary>What is wrong with it, or null.</summary>
    internal FieldError? Error() =>
        FieldError.UnlessIn("after_ms", (long)After.TotalMilliseconds, 0, (long)LongestAfter.TotalMilliseconds);
}
