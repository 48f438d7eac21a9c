namespace Connectors.Server.Api.Contracts;

/// <summary>How a secret that signs is replaced.</summary>
/// <param name="OverlapHours">How long the old one signs beside the new one, 0 to 720; default 24.</param>
internal sealed record SecretRotationBody(double OverlapHours = 24)
{
    // Far out of what is allowed either way, and within what a time span can be.
    public TimeSpan Overlap() => TimeSpan.FromHours(Math.Clamp(OverlapHours, -1, 10_000));
}
