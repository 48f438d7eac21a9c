using System.Text.Json.Serialization;

namespace Connectors.Sandbox.Demo;

/// <summary>One interruption.</summary>
internal sealed record DemoInterruption(
    [property: JsonPropertyName("signal_to_interrupt_ms")] double SignalToInterruptMs,
    [property: JsonPropertyName("heard_after_ms")] double? HeardAfterMs);
