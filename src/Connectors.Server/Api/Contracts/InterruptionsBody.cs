using Connectors.Core.Sessions;

namespace Connectors.Server.Api.Contracts;

/// <summary>What happens when the user speaks during the agent's turn.</summary>
/// <param name="Mode">immediate, after, off or half_duplex.</param>
/// <param name="AfterMs">With mode after: how long the user must speak, 0 to 5000.</param>
/// <param name="GreetingInterruptible">Whether the agent's first turn may be interrupted.</param>
internal sealed record InterruptionsBody(
    InterruptionMode Mode = InterruptionMode.Immediate, int AfterMs = 0, bool GreetingInterruptible = true)
{
    public static InterruptionsBody From(InterruptionPolicy policy) =>
        new(policy.Mode, (int)policy.After.TotalMilliseconds, policy.GreetingInterruptible);

    public InterruptionPolicy ToPolicy() => new(Mode, TimeSpan.FromMilliseconds(AfterMs), GreetingInterruptible);
}
