namespace Connectors.Server.Api.Contracts;

/// <summary>How many deliveries are sent again.</summary>
/// <param name="Replayed">So many.</param>
internal sealed record ReplayView(int Replayed);
