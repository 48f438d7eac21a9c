using System.Text.Json;
using Connectors.Events;

namespace Connectors.Providers.Cartesia.Managed.Dialog;

/// <summary>
/// What each message of the server (Cartesia's AsyncAPI of 2026-08-14) does to the conversation. What isn't listed does nothing; it
/// reaches the listener as a raw event only.
/// </summary>
internal static class ServerEvents
{
    /// <summary>Takes one message.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="message">The whole message.</param>
    public static void Apply(Conversation conversation, string type, JsonElement message)
    {
        if (type == "error")
        {
            ServerErrors.Apply(conversation, message);
        }

        if (!conversation.IsReady)
        {
            return;
        }

        switch (type)
        {
            case "turn_started":
                OnTurnStarted(conversation, message);
                break;
            case "turn_output_text_delta" when message.Text("role") != "user":
                conversation.Turns.AddText(message.Number("turn"), message.Text("text") ?? string.Empty);
                break;
            case "turn_ended":
                OnTurnEnded(conversation, message);
                break;
            case "audio_output_clear":
                conversation.Turns.Clear();
                break;
            case "client_tool_call":
                OnToolCall(conversation, message);
                break;
            default:
                break;
        }
    }

    private static void OnTurnStarted(Conversation conversation, JsonElement message)
    {
        switch (message.Text("role"))
        {
            case "user":
                conversation.OnUserStarted();
                break;
            case "assistant":
                conversation.Turns.Begin(message.Number("turn"));
                break;
            default:
                break;
        }
    }

    private static void OnTurnEnded(Conversation conversation, JsonElement message)
    {
        switch (message.Text("role"))
        {
            case "user":
                conversation.OnUserEnded(message.Number("turn"), message.Text("text"));
                break;
            case "assistant":
                conversation.Turns.End(message.Number("turn"), message.Text("text") ?? string.Empty, message.IsTrue("interrupted"));
                conversation.Tools.Settle(message);
                break;
            default:
                break;
        }
    }

    private static void OnToolCall(Conversation conversation, JsonElement message)
    {
        if (message.Text("tool_call_id") is not { Length: > 0 } id || message.Text("tool_name") is not { Length: > 0 } name)
        {
            return;
        }

        var parameters = message.Member("parameters");
        conversation.Tools.Announce(new AgentEvent.ToolCall(
            id, name, parameters.ValueKind == JsonValueKind.Object ? parameters.GetRawText() : "{}", message.IsTrue("expects_response"),
            Timeout: null));
    }
}
