using System.Text.Json;
using Connectors.Providers.OpenAI.Wire;
using Connectors.Transport;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>
/// OpenAI's own messages that a client may send through us: adding a message, asking for a response, and push-to-talk. Not
/// <c>session.update</c> (it could change formats, voice, tools and prompt under our feet), and nothing that shortens the
/// conversation, which follows the playout.
/// </summary>
internal static class RawCommands
{
    /// <summary>Sends a message if it is allowed.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its members.</param>
    /// <param name="sendBehindAudio">Queues a message that must not overtake the audio before it.</param>
    public static SendResult Send(Conversation conversation, string type, JsonElement data, Func<MessageBuffer, bool> sendBehindAudio)
    {
        switch (type)
        {
            case "conversation.item.create":
                return CreateItem(conversation, data.Member("item"));
            case "response.create":
                return CreateResponse(conversation, data.Member("response"));
            case "response.cancel":
                conversation.Interrupt();
                return SendResult.Accepted;
            case "input_audio_buffer.commit":
                conversation.Commit();
                return sendBehindAudio(ClientEvents.Audio("commit", conversation.EventId("commit")))
                    ? SendResult.Accepted
                    : SendResult.NotOpen;
            case "input_audio_buffer.clear":
                return sendBehindAudio(ClientEvents.Audio("clear", conversation.EventId("clear")))
                    ? SendResult.Accepted
                    : SendResult.NotOpen;
            default:
                return SendResult.NotSupported;
        }
    }

    private static SendResult CreateItem(Conversation conversation, JsonElement item)
    {
        if (item.Text("type") != "message" || item.Text("role") is not ("user" or "assistant" or "system"))
        {
            return SendResult.Invalid;
        }

        return conversation.Send(ClientEvents.CreateItem(conversation.EventId("item"), item)) ? SendResult.Accepted : SendResult.QueueFull;
    }

    private static SendResult CreateResponse(Conversation conversation, JsonElement response)
    {
        // Another conversation or another modality would be no turn that can be heard.
        if (response.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object)
            || response.Member("conversation").ValueKind != JsonValueKind.Undefined
            || response.Member("output_modalities").ValueKind != JsonValueKind.Undefined
            || response.Member("audio").ValueKind != JsonValueKind.Undefined)
        {
            return SendResult.Invalid;
        }

        return conversation.Ask(
            response.ValueKind == JsonValueKind.Undefined ? ResponseRequest.Answer : new(null, response.Clone()));
    }
}
