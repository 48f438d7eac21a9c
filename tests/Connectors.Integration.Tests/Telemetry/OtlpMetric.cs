namespace Connectors.Integration.Tests.Telemetry;

/// <summary>A metric that was received.</summary>
/// <param name="Meter">The meter's name.</param>
/// <param name="Name">The instrument's.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Kind"><c>counter</c>, <c>up-down</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Points">Its points.</param>
internal sealed record OtlpMetric(string Meter, string Name, string Unit, string Kind, IReadOnlyList<OtlpPoint> Points);
