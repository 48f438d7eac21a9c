namespace Connectors.Integration.Tests.Telemetry;

/// <summary>A point of a metric.</summary>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Value">The sum or gauge; of a histogram, how many.</param>
/// <param name="Bounds">A histogram's.</param>
internal sealed record OtlpPoint(IReadOnlyDictionary<string, string> Attributes, double Value, IReadOnlyList<double> Bounds);
