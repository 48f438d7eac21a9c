using System.Text.Json.Nodes;

namespace Connectors.Sandbox.Deepgram;

/// <summary>An error, after which Deepgram closes the socket.</summary>
/// <param name="Code">Such as <c>INVALID_SETTINGS</c>.</param>
/// <param name="Description">For people.</param>
internal sealed record AgentFault(string Code, string Description)
{
    public static AgentFault NotSettings { get; } =
        new("NON_SETTINGS_MESSAGE_BEFORE_SETTINGS", "A Settings message must come before any other.");

    public static AgentFault TwiceSettings { get; } = new("SETTINGS_ALREADY_APPLIED", "Settings were applied already.");

    public static AgentFault TimedOut { get; } =
        new("CLIENT_MESSAGE_TIMEOUT", "We waited too long for a websocket message. Send audio or KeepAlive messages.");

    public static AgentFault Unparsable(string what) => new("UNPARSABLE_CLIENT_MESSAGE", $"Error parsing client message: {what}.");

    public static AgentFault Invalid(string what) => new("INVALID_SETTINGS", $"The settings are invalid: {what}.");

    public JsonObject ToMessage() => new() { ["type"] = "Error", ["description"] = Description, ["code"] = Code };
}
