namespace Connectors.Core.Webhooks;

/// <summary>How many deliveries are sent again.</summary>
/// <param name="Replayed">So many.</param>
public sealed record ReplayCount(int Replayed);
