using System.Text.Json;
using Reasons = Connectors.Core.Rooms.Messages.CommandRejectionReasons;

namespace Connectors.Core.Rooms.Messages;

/// <summary>The members of one command: the envelope is checked before the command's own members.</summary>
internal sealed class CommandFields(JsonElement root)
{
    private CommandRejection? _rejection;
    private string? _eventId;
    private string? _name;

    public RoomCommandResult Read(string sessionId)
    {
        _eventId = ReadEventId();
        var type = _rejection is null ? Required("event_type") : null;
        if (type is not null)
        {
            CheckSession(sessionId);
        }

        var command = _rejection is null ? ReadCommand(_name = type!) : null;
        return _rejection is null ? new(command, null) : new(null, _rejection);
    }

    // Null here always comes with a rejection.
    private RoomCommand? ReadCommand(string type) => type switch
    {
        "avatar.interrupt" => new RoomCommand.Interrupt(_eventId),
        "avatar.speak_text" => ReadText() is { } text ? new RoomCommand.SpeakText(_eventId, text) : null,
        "avatar.speak_response" => ReadText() is { } text ? new RoomCommand.SpeakResponse(_eventId, text) : null,
        "avatar.start_listening" => new RoomCommand.StartListening(_eventId),
        "avatar.stop_listening" => new RoomCommand.StopListening(_eventId),
        "user.start_push_to_talk" => new RoomCommand.StartPushToTalk(_eventId),
        "user.stop_push_to_talk" => new RoomCommand.StopPushToTalk(_eventId),
        "elevenlabs_agent_command" => ReadAgentMessage(),
        "session.stop" => new RoomCommand.StopSession(_eventId),

        // Both stand in the web SDK's list of commands, but none of its methods sends them into a room.
        "avatar.speak_audio" => Reject(Reasons.UnsupportedCommand, "The agent's audio drives the avatar, not a page's."),
        "session.update" => Reject(Reasons.UnsupportedCommand, "A session keeps the settings it was started with."),
        _ => RejectUnknown(),
    };

    private string? ReadEventId()
    {
        var id = Optional("event_id");
        if (id?.Length > RoomLimits.EventIdLength)
        {
            Reject(Reasons.EventIdTooLong, $"event_id has at most {RoomLimits.EventIdLength} characters.");
            return null;
        }

        return id;
    }

    private void CheckSession(string sessionId)
    {
        if (Optional("session_id") is { } named && !string.Equals(named, sessionId, StringComparison.OrdinalIgnoreCase))
        {
            Reject(Reasons.OtherSession, "session_id names another session.");
        }
    }

    private string? ReadText()
    {
        var text = Required("text");
        if (text is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            Reject(Reasons.EmptyText, "There is nothing in text.");
            return null;
        }

        if (text.Length > RoomLimits.TextLength)
        {
            Reject(Reasons.TextTooLong, $"text has at most {RoomLimits.TextLength} characters.");
            return null;
        }

        return text;
    }

    private RoomCommand.AgentMessage? ReadAgentMessage()
    {
        var type = Required("elevenlabs_event_type");
        if (type is null)
        {
            return null;
        }

        if (type.Length == 0)
        {
            Reject(Reasons.MissingField, "elevenlabs_event_type is empty.");
            return null;
        }

        // The web SDK leaves data out where a message has none (user_activity).
        if (!root.TryGetProperty("data", out var data) || data.ValueKind == JsonValueKind.Null)
        {
            return new RoomCommand.AgentMessage(_eventId, type, default);
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            Reject(Reasons.WrongType, "data is not an object.");
            return null;
        }

        return new RoomCommand.AgentMessage(_eventId, type, data.Clone());
    }

    private string? Required(string name)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            Reject(Reasons.MissingField, $"{name} is missing.");
            return null;
        }

        return Text(name, value);
    }

    private string? Optional(string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Text(name, value) : null;

    private string? Text(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Reject(Reasons.WrongType, $"{name} is not a string.");
        return null;
    }

    private RoomCommand? RejectUnknown()
    {
        // A name that nobody knows may be anything: it is not repeated.
        _name = null;
        return Reject(Reasons.UnknownCommand, "This event_type is not a command.");
    }

    private RoomCommand? Reject(string reason, string message)
    {
        _rejection ??= new(reason, _eventId, message) { Command = _name };
        return null;
    }
}
