namespace Connectors.Server.Api.Contracts;

/// <summary>Which failed deliveries are sent again.</summary>
/// <param name="Since">Those made then or later.</param>
internal sealed record ReplayBody(DateTimeOffset? Since = null);
