using System.Text.Json;
using Connectors.Events;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>
/// What each event of the server (OpenAI API reference, "Realtime server events") does to the conversation. What isn't
/// listed does nothing; it reaches the listener as a raw event only.
/// </summary>
internal static class ServerEvents
{
    /// <summary>Takes one event.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="e">The whole event.</param>
    public static void Apply(Conversation conversation, string type, JsonElement e)
    {
        switch (type)
        {
            case "error":
                ServerErrors.Apply(conversation, e.Member("error"));
                break;
            case "input_audio_buffer.speech_started":
                conversation.OnSpeechStarted();
                break;
            case "input_audio_buffer.speech_stopped":
                conversation.OnSpeechStopped();
                break;
            case "input_audio_buffer.committed" or "input_audio_buffer.cleared":
                conversation.OnAudioTaken();
                break;
            case "response.created" when e.Member("response").Text("id") is { } id:
                conversation.OnResponseCreated(id);
                break;
            case "response.output_audio.done":
                conversation.Turns.EndAudio(e.Text("response_id"), e.Text("item_id"), ContentIndex(e));
                break;
            case "response.output_audio_transcript.delta" or "response.output_text.delta":
                ApplyText(conversation, e, e.Text("delta"), AgentTextKind.Delta);
                break;
            case "response.output_audio_transcript.done" or "response.output_text.done":
                ApplyText(conversation, e, e.Text("transcript") ?? e.Text("text"), AgentTextKind.Full);
                break;
            case "response.output_item.done" when e.Text("response_id") is { } responseId:
                ApplyCall(conversation, responseId, e.Member("item"));
                break;
            case "response.done":
                ApplyDone(conversation, e.Member("response"));
                break;
            default:
                ApplyTranscription(conversation, type, e);
                break;
        }
    }

    private static int ContentIndex(JsonElement e) => (int)Math.Clamp(e.Number("content_index") ?? 0, 0, int.MaxValue);

    private static void ApplyText(Conversation conversation, JsonElement e, string? text, AgentTextKind kind)
    {
        if (text is not null && conversation.Turns.TurnOfText(e.Text("response_id"), e.Text("item_id"), ContentIndex(e)) is { } turn)
        {
            conversation.Outbox.Add(new AgentEvent.AgentText(turn.Id, text, kind));
        }
    }

    private static void ApplyTranscription(Conversation conversation, string type, JsonElement e)
    {
        if (e.Text("item_id") is not { } itemId)
        {
            return;
        }

        switch (type)
        {
            case "conversation.item.input_audio_transcription.delta" when e.Text("delta") is { } piece:
                conversation.UserTranscripts.Add(itemId, piece);
                break;
            case "conversation.item.input_audio_transcription.completed" when e.Text("transcript") is { } transcript:
                conversation.UserTranscripts.Complete(itemId, transcript);
                break;
            case "conversation.item.input_audio_transcription.failed":
                conversation.UserTranscripts.Fail(itemId);
                break;
            default:
                break;
        }
    }

    private static void ApplyCall(Conversation conversation, string responseId, JsonElement item)
    {
        // An interrupted response may hold half a call.
        if (item.Text("type") == "function_call" && item.Text("status") is null or "completed"
            && item.Text("call_id") is { Length: > 0 } callId && item.Text("name") is { Length: > 0 } name
            && conversation.Turns.Active is { Dropped: false } active && active.Id == responseId)
        {
            conversation.Tools.Announce(responseId, callId, name, item.Text("arguments") ?? string.Empty);
        }
    }

    private static void ApplyDone(Conversation conversation, JsonElement response)
    {
        if (response.Text("id") is not { } id)
        {
            return;
        }

        var status = response.Text("status");
        var details = response.Member("status_details");
        if (status == "completed")
        {
            foreach (var item in response.Items("output"))
            {
                ApplyCall(conversation, id, item);
            }
        }
        else if (status == "failed")
        {
            ServerErrors.ApplyFailedResponse(conversation, details.Member("error"));
        }
        else if (status == "incomplete")
        {
            conversation.Warn("response-incomplete", $"OpenAI cut an answer short ({LenientJson.Name(details.Text("reason"))}).");
        }

        var usage = response.Member("usage");
        if (usage.ValueKind == JsonValueKind.Object)
        {
            conversation.Outbox.Add(new AgentEvent.Usage(usage.Number("input_tokens") ?? 0, usage.Number("output_tokens") ?? 0));
        }

        conversation.OnResponseDone(id, status == "cancelled");
    }
}
