using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>Builds the socket's events (facts/liveavatar.md §2.2).</summary>
internal static class LiteEvents
{
    public static JsonObject State(bool connected, bool over, StateWords words) => new()
    {
        ["type"] = "session.state_updated",
        ["event_id"] = NewId(),
        ["state"] = (connected, over, words) switch
        {
            (true, _, _) => "connected",
            (_, true, StateWords.Newer) => "disconnected",
            (_, true, _) => "closed",
            (_, _, StateWords.Newer) => "new",
            _ => "connecting",
        },
    };

    public static JsonObject Stopped(string reason) =>
        new() { ["type"] = "session.stopped", ["event_id"] = NewId(), ["end_reason"] = reason, ["stop_reason"] = reason };

    public static JsonObject Error(string type, string message, string? eventId) => new()
    {
        ["type"] = "error",
        ["event_id"] = NewId(),
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message, ["event_id"] = eventId },
    };

    /// <summary>An event about an utterance, named where the switch says; acknowledgements always echo the id (§2.2).</summary>
    public static JsonObject About(string type, Utterance? utterance, JsonObject members, UtteranceNaming naming)
    {
        members["type"] = type;
        if (utterance is null)
        {
            members["event_id"] = NewId();
            return members;
        }

        var isAck = type.StartsWith("agent.audio_buffer_", StringComparison.Ordinal);
        if (isAck || naming == UtteranceNaming.SourceEventId)
        {
            members["source_event_id"] = utterance.Id;
        }

        if (naming != UtteranceNaming.None)
        {
            members["event_id"] = naming == UtteranceNaming.EventId && !isAck ? utterance.Id : NewId();
        }

        if (!isAck)
        {
            members["task"] = new JsonObject { ["id"] = naming == UtteranceNaming.TaskId ? utterance.Id : utterance.TaskId };
        }

        return members;
    }

    private static string NewId() => Guid.NewGuid().ToString();
}
