using System.Text.Json;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>
/// Errors, which always end the conversation, and warnings, which never do (Deepgram docs, "Voice Agent: Errors &amp; Warnings").
/// Their descriptions may quote what was said, so only their codes are shown.
/// </summary>
internal static class ServerErrors
{
    /// <summary>An <c>Error</c>: Deepgram closes the socket after it, and may take its time.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="error">The whole message.</param>
    public static void Apply(Conversation conversation, JsonElement error) =>
        conversation.End(DeepgramCloses.OfError(error.Text("code"), conversation.IsReady));

    /// <summary>A <c>Warning</c>.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="warning">The whole message.</param>
    public static void Warn(Conversation conversation, JsonElement warning)
    {
        var code = LenientJson.Name(warning.Text("code"));
        switch (code)
        {
            case "INJECT_AGENT_MESSAGE_DURING_USER_SPEECH" or "INJECT_AGENT_MESSAGE_DURING_AGENT_SPEECH":
                OnInjectionRefused(conversation);
                break;
            case "PROMPT_TOO_LONG":
                conversation.Warn("prompt-too-long", "Deepgram cut the prompt, which may have 25,000 characters at most.");
                break;
            case "THINK_REQUEST_FAILED":
                conversation.Warn("think-failed", "The agent's language model failed to answer Deepgram.");
                break;
            case "SPEAK_REQUEST_FAILED":
                conversation.Warn("speak-failed", "Deepgram failed to make speech of an answer.");
                conversation.Turns.EndAudio();
                break;
            case "FUNCTION_CALL_FAILED":
                conversation.Warn("tool-failed", "Deepgram failed to call a function.");
                break;
            default:
                conversation.Warn("provider-warning", $"Deepgram warned ({code}).");
                break;
        }
    }

    /// <summary><c>InjectionRefused</c>, or the warning that tells the same.</summary>
    /// <param name="conversation">Changed by it.</param>
    public static void OnInjectionRefused(Conversation conversation) =>
        conversation.Warn("injection-refused", "Deepgram did not take a text, because somebody was speaking; send it again.");
}
