using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.Deepgram;

/// <summary>Reads the client's messages and lets the session act on them. What breaks the protocol ends the connection.</summary>
/// <param name="session">The session.</param>
internal sealed class ClientMessageReader(AgentSession session)
{
    private static readonly string[] Behaviors = ["default", "queue", "interrupt"];

    /// <summary>Takes audio.</summary>
    /// <returns>What is wrong, or null.</returns>
    public AgentFault? ReadAudio(ReadOnlySpan<byte> audio)
    {
        lock (session.Sync)
        {
            if (session.Settings is null)
            {
                return AgentFault.NotSettings;
            }

            session.Hear(audio);
            return null;
        }
    }

    /// <summary>Takes a text message.</summary>
    /// <returns>What is wrong, or null.</returns>
    public AgentFault? ReadText(ReadOnlySpan<byte> text)
    {
        if (Parse(text) is not { } message)
        {
            return AgentFault.Unparsable("it is no JSON object");
        }

        lock (session.Sync)
        {
            session.Note(message);
            var type = new JsonMembers(message).Text("type");
            return type == "Settings" ? session.Apply(message)
                : session.Settings is null ? AgentFault.NotSettings
                : Apply(type, message);
        }
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonNode.Parse(message) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private AgentFault? Apply(string? type, JsonObject message)
    {
        var members = new JsonMembers(message);
        switch (type)
        {
            case "KeepAlive":
                members.Know("type");
                return members.Fault;
            case "UpdatePrompt":
                members.Know("type", "prompt");
                return Required(members, session.UpdatePrompt, "prompt");
            case "InjectUserMessage":
                members.Know("type", "content");
                return Required(members, session.AddUserText, "content");
            case "InjectAgentMessage":
                members.Know("type", "message", "behavior");
                return Behaviors.Contains(members.Text("behavior") ?? "default")
                    ? Required(members, text => session.Say(text, members.Text("behavior") ?? "default"), "message")
                    : AgentFault.Unparsable("unknown behavior");
            case "FunctionCallResponse":
                members.Know("type", "id", "name", "content");
                return members.Text("name") is null || members.Text("id") is not { } id
                    ? AgentFault.Unparsable("missing field id or name")
                    : Required(members, content => session.AddResult(id, content), "content");
            case "UpdateSpeak" or "UpdateThink" or "UpdateListen":
                return Update(type["Update".Length..], message);
            default:
                return AgentFault.Unparsable("unknown type");
        }
    }

    private static AgentFault? Required(JsonMembers members, Action<string> act, string name)
    {
        var text = members.Text(name);
        if (members.Fault is { } fault)
        {
            return fault;
        }

        if (text is null)
        {
            return AgentFault.Unparsable($"missing field {name}");
        }

        act(text);
        return null;
    }

    // Taken and confirmed; the stand-in's voice and script stay as they are.
    private AgentFault? Update(string what, JsonObject message)
    {
        var name = char.ToLowerInvariant(what[0]) + what[1..];
        var members = new JsonMembers(message);
        members.Know("type", name);
        if (message[name] is not JsonObject)
        {
            return AgentFault.Unparsable($"missing field {name}");
        }

        if (members.Fault is { } fault)
        {
            return fault;
        }

        session.Emit(new() { ["type"] = $"{what}Updated" });
        return null;
    }
}
