using System.Text.Json;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>What an error of the server means: most leave the session open, a few end it, some are races that no one can avoid.</summary>
internal static class ServerErrors
{
    private const string ActiveResponse = "conversation_already_has_active_response";

    /// <summary>An <c>error</c> event.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="error">Its member <c>error</c>.</param>
    public static void Apply(Conversation conversation, JsonElement error)
    {
        var code = error.Text("code");
        var eventId = error.Text("event_id");
        var purpose = eventId?.Split('_')[0];
        if (OpenAIRealtimeCloses.Fatal(code) is { } fatal)
        {
            conversation.End(fatal);
        }
        else if (!conversation.IsReady && purpose is null or "session")
        {
            conversation.End(OpenAIRealtimeCloses.DuringSetup(code, error.Text("type"), error.Text("param")));
        }
        else if (code == ActiveResponse)
        {
            conversation.OnResponseRefused(eventId, again: true);
        }
        else if (code == "input_audio_buffer_commit_empty")
        {
            conversation.OnAudioTaken();
        }
        else if (code == "response_cancel_not_active")
        {
            conversation.OnNothingToCancel(eventId);
        }
        else
        {
            ApplyOther(conversation, purpose, eventId, LenientJson.Name(code ?? error.Text("type")));
        }
    }

    /// <summary>A response that failed while it was generated.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="error">The error in its details.</param>
    public static void ApplyFailedResponse(Conversation conversation, JsonElement error)
    {
        var code = error.Text("code");
        if (OpenAIRealtimeCloses.Fatal(code) is { } fatal)
        {
            conversation.End(fatal);
            return;
        }

        conversation.Warn(
            code == "rate_limit_exceeded" ? "rate-limited" : "response-failed",
            $"OpenAI failed to answer ({LenientJson.Name(code ?? error.Text("type"))}).");
    }

    private static void ApplyOther(Conversation conversation, string? purpose, string? eventId, string name)
    {
        switch (purpose)
        {
            case "create":
                conversation.Warn("response-refused", $"OpenAI refused to answer ({name}).");
                conversation.OnResponseRefused(eventId, again: false);
                break;
            case "truncate" or "delete":
                // The audio was shorter than we knew, or the item gone: then there was nothing to forget.
                conversation.Warn("truncation-refused", $"OpenAI did not shorten an interrupted answer ({name}).");
                break;
            case "commit":
                conversation.OnAudioTaken();
                break;
            default:
                conversation.Warn("provider-error", $"OpenAI reported an error ({name}).");
                break;
        }
    }
}
