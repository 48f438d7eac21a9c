namespace Connectors.Server.Api.Contracts;

/// <summary>How a webhook's secret is replaced.</summary>
/// <param name="OverlapHours">How long the old one signs beside the new one, 0 to 720; default 24.</param>
internal sealed record SecretRotationBody(double OverlapHours = 24);
