using System.Text.Json.Serialization;

namespace Connectors.Sandbox.Demo;

/// <summary>How the session ended.</summary>
internal sealed record DemoEnd(
    [property: JsonPropertyName("result")] string Result,
    [property: JsonPropertyName("ended_by")] string EndedBy,
    [property: JsonPropertyName("reason")] string Reason);
