using System.Text.Json.Nodes;

namespace Connectors.Sandbox.OpenAI;

/// <summary>An error as the Realtime API sends it.</summary>
/// <param name="Code">Such as <c>invalid_value</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Parameter">What it concerns, or null.</param>
/// <param name="Type">Whose fault it is.</param>
internal sealed record RealtimeError(string Code, string Message, string? Parameter = null, string Type = "invalid_request_error")
{
    public JsonObject ToEvent(string? clientEventId) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject
        {
            ["type"] = Type,
            ["code"] = Code,
            ["message"] = Message,
            ["param"] = Parameter,
            ["event_id"] = clientEventId,
        },
    };

    public static RealtimeError Missing(string parameter) =>
        new("missing_required_parameter", $"Missing required parameter: '{parameter}'.", parameter);

    public static RealtimeError Invalid(string parameter) => new("invalid_value", $"Invalid value for '{parameter}'.", parameter);

    public static RealtimeError Unknown(string parameter) => new("unknown_parameter", $"Unknown parameter: '{parameter}'.", parameter);
}
