using System.Text.Json;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>
/// What each message of the server (Deepgram docs, "Voice Agent: Outputs") does to the conversation. What isn't listed does
/// nothing; it reaches the listener as a raw event only.
/// </summary>
internal static class ServerEvents
{
    /// <summary>Takes one message.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="type">The message's type.</param>
    /// <param name="message">The whole message.</param>
    public static void Apply(Conversation conversation, string type, JsonElement message)
    {
        switch (type)
        {
            case "Error":
                ServerErrors.Apply(conversation, message);
                break;
            case "Warning":
                ServerErrors.Warn(conversation, message);
                break;
            case "InjectionRefused":
                ServerErrors.OnInjectionRefused(conversation);
                break;
            case "UserStartedSpeaking":
                conversation.OnUserStartedSpeaking();
                break;
            case "AgentThinking" or "AgentStartedSpeaking":
                conversation.Turns.ExpectAnswer();
                break;
            case "ConversationText":
                ApplyText(conversation, message.Text("role"), message.Text("content"));
                break;
            case "AgentAudioDone":
                conversation.Turns.EndAudio();
                break;
            case "FunctionCallRequest":
                ApplyCalls(conversation, message);
                break;
            default:
                break;
        }
    }

    private static void ApplyText(Conversation conversation, string? role, string? content)
    {
        if (content is null)
        {
            return;
        }

        if (role == "user")
        {
            conversation.OnUserText(content);
        }
        else if (role == "assistant")
        {
            conversation.Turns.AddText(content);
        }
    }

    // Functions with an endpoint are called by Deepgram itself and are none of ours, though they are told in the same message.
    private static void ApplyCalls(Conversation conversation, JsonElement message)
    {
        conversation.Turns.ExpectAnswer();
        foreach (var call in message.Items("functions"))
        {
            if (call.IsTrue("client_side") && call.Text("id") is { Length: > 0 } id && call.Text("name") is { Length: > 0 } name)
            {
                conversation.Tools.Announce(id, name, call.Text("arguments") is { Length: > 0 } arguments ? arguments : "{}");
            }
        }
    }
}
