namespace Connectors.Integration.Tests.Telemetry;

/// <summary>A log record that was received.</summary>
/// <param name="Category">Whose.</param>
/// <param name="Text">What it says.</param>
/// <param name="Attributes">Its fields and those of its scopes.</param>
internal sealed record OtlpLog(string Category, string Text, IReadOnlyDictionary<string, string> Attributes);
