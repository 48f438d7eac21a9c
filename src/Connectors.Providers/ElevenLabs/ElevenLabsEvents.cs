using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.ElevenLabs.Wire;

namespace Connectors.Providers.ElevenLabs;

/// <summary>
/// Translates ElevenLabs' events, audio and pings excepted, into ours. Lenient: what is unknown or incomplete only passes
/// through as <see cref="AgentEvent.Raw"/>.
/// </summary>
/// <param name="listener">Told everything.</param>
/// <param name="turns">Knows which turn an event id is.</param>
/// <param name="toolCalls">Calls that wait for an answer.</param>
internal sealed class ElevenLabsEvents(IAgentListener listener, ElevenLabsTurns turns, ElevenLabsToolCalls toolCalls)
{
    private int _utterance = 1;

    /// <summary>The last error event, which says why the socket closes after it.</summary>
    public ProviderError? Error { get; private set; }

    /// <summary>Translates one event of an open conversation.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="message">The whole message.</param>
    public void Translate(string type, JsonElement message)
    {
        if (TranslateTurn(type, message))
        {
            return;
        }

        switch (type)
        {
            case "user_transcript":
                OnUserText(message.Part("user_transcription_event"), isFinal: true);
                break;
            case "tentative_user_transcript":
                OnUserText(message.Part("tentative_user_transcription_event"), isFinal: false);
                break;
            case "client_tool_call":
                OnToolCall(message.Part("client_tool_call"));
                break;
            case "agent_tool_response" or "agent_tool_response_full_payload":
                OnToolSettled(message.Part(type));
                break;
            case "error" or "client_error":
                OnError(type, message);
                break;
            case "queue_status":
                OnQueue(message.Part("queue_status_event"));
                break;
            case "guardrail_triggered":
                listener.OnEvent(new AgentEvent.Warning("guardrail-triggered", "A guardrail of the agent was triggered."));
                break;
        }
    }

    /// <summary>Passes the message on as it came, without its type.</summary>
    public void PassOn(string type, JsonElement message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var member in message.EnumerateObject().Where(member => member.Name != "type"))
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        listener.OnEvent(new AgentEvent.Raw(type, bytes.WrittenMemory));
    }

    /// <summary>Keeps an error event: nested, or flat as also seen (elevenlabs/packages#911).</summary>
    public void OnError(string type, JsonElement message)
    {
        var body = message.Part("error_event") is { ValueKind: JsonValueKind.Object } nested ? nested : message;
        var code = body.Id("code") is { } id and <= 4999 ? (int?)id : null;
        var error = new ProviderError(code, body.Text("error_type"), body.Text("reason") ?? body.Text("message"));
        if (type == "error")
        {
            Error = error;
            return;
        }

        listener.OnEvent(new AgentEvent.Warning(
            "provider-client-error", "ElevenLabs reported an error that does not end the conversation."));
    }

    /// <summary>Tells that the conversation waits for a place.</summary>
    public void OnQueue(JsonElement body)
    {
        if (body.Text("status") == "waiting")
        {
            listener.OnEvent(new AgentEvent.Warning(
                "provider-queue", "The ElevenLabs account is at its limit of conversations at once; this one waits for a free place."));
        }
    }

    private bool TranslateTurn(string type, JsonElement message)
    {
        switch (type)
        {
            case "interruption":
                turns.OnInterruption(message.Part("interruption_event").Id("event_id"));
                return true;
            case "agent_response":
                OnResponse(message.Part("agent_response_event"));
                return true;
            case "agent_chat_response_part":
                OnResponsePart(message.Part("text_response_part"));
                return true;
            case "agent_response_correction":
                OnCorrection(message.Part("agent_response_correction_event"));
                return true;
            case "agent_response_complete":
                turns.OnComplete(message.Part("agent_response_complete_event").Id("event_id"));
                return true;
            default:
                return false;
        }
    }

    private void OnResponse(JsonElement body)
    {
        var id = body.Id("event_id");
        turns.OnEventId(id);
        if (body.Text("agent_response") is { } text)
        {
            turns.OnResponse(id, text);
        }
    }

    private void OnResponsePart(JsonElement body)
    {
        var id = body.Id("event_id");
        turns.OnEventId(id);
        turns.OnResponsePart(id, body.Text("text") ?? string.Empty, isStart: body.Text("type") == "start");
    }

    private void OnCorrection(JsonElement body)
    {
        if (body.Text("corrected_agent_response") is { } text)
        {
            turns.OnCorrection(body.Id("event_id"), text);
        }
    }

    // Interim and final texts don't reliably share an id; utterances follow one another.
    private void OnUserText(JsonElement body, bool isFinal)
    {
        turns.OnEventId(body.Id("event_id"));
        if (body.Text("user_transcript") is not { } text)
        {
            return;
        }

        listener.OnEvent(new AgentEvent.UserText(_utterance.ToString(CultureInfo.InvariantCulture), text, isFinal));
        _utterance += isFinal ? 1 : 0;
    }

    private void OnToolCall(JsonElement body)
    {
        turns.OnEventId(body.Id("event_id"));
        if (body.Text("tool_call_id") is not { Length: > 0 } id || body.Text("tool_name") is not { Length: > 0 } name)
        {
            listener.OnEvent(new AgentEvent.Warning("malformed-tool-call", "The agent called a tool without saying which."));
            return;
        }

        if (toolCalls.TryAdd(id))
        {
            var arguments = body.Part("parameters") is { ValueKind: JsonValueKind.Object } parameters ? parameters.GetRawText() : "{}";
            listener.OnEvent(new AgentEvent.ToolCall(id, name, arguments, body.Flag("expects_response") ?? true, Timeout: null));
        }
    }

    private void OnToolSettled(JsonElement body)
    {
        if (body.Text("tool_call_id") is { } id && toolCalls.Cancel(id) is { } cancelled)
        {
            listener.OnEvent(cancelled);
        }
    }
}
