namespace Connectors.Integration.Tests.Providers.OpenAI;

/// <summary>The Realtime API's events with everything wrong that can be wrong.</summary>
internal static class OpenAIBadMessages
{
    public static IReadOnlyList<string> All { get; } =
    [
        """{"type":"response.output_audio.delta"}""",
        """{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"A"}""",
        """{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"*?!"}""",
        """{"type":"response.output_audio.delta","response_id":7,"item_id":[],"delta":{}}""",
        """{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":null,"content_index":1e400}""",
        """{"type":"response.output_audio.delta","response_id":"\ud800","item_id":"i","delta":"AAAA"}""",
        """{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"AAAA","content_index":-7}""",
        """{"type":"response.output_audio.done"}""",
        """{"type":"response.output_audio.done","response_id":7,"item_id":7,"content_index":99999999999999999999}""",
        """{"type":"response.output_audio_transcript.delta","response_id":"r","item_id":"i","delta":7}""",
        """{"type":"response.output_audio_transcript.done","response_id":"r","item_id":"i","transcript":"\ud800"}""",
        """{"type":"response.created"}""",
        """{"type":"response.created","response":{"id":7}}""",
        """{"type":"response.created","response":[]}""",
        """{"type":"response.done"}""",
        """{"type":"response.done","response":{"id":"nobody"}}""",
        """{"type":"response.done","response":{"id":"nobody","status":"failed","status_details":7}}""",
        """{"type":"response.done","response":{"id":"nobody","status":7,"output":[null,7,{}],"usage":{"input_tokens":1.5}}}""",
        """{"type":"response.output_item.done"}""",
        """{"type":"response.output_item.done","response_id":"r","item":7}""",
        """{"type":"response.output_item.done","response_id":"r","item":{"type":"function_call"}}""",
        """{"type":"response.output_item.done","response_id":"r","item":{"type":"function_call","call_id":"","name":""}}""",
        """{"type":"conversation.item.input_audio_transcription.delta"}""",
        """{"type":"conversation.item.input_audio_transcription.delta","item_id":"i","delta":{}}""",
        """{"type":"conversation.item.input_audio_transcription.completed","item_id":"i"}""",
        """{"type":"conversation.item.input_audio_transcription.completed","item_id":7,"transcript":7}""",
        """{"type":"conversation.item.input_audio_transcription.failed","item_id":"i"}""",
        """{"type":"input_audio_buffer.speech_stopped"}""",
        """{"type":"input_audio_buffer.committed","item_id":{}}""",
        """{"type":"session.created","session":null}""",
        """{"type":"session.updated","session":[]}""",
        """{"type":"session.updated","session":{"audio":7}}""",
        """{"type":"error"}""",
        """{"type":"error","error":"flat"}""",
        """{"type":"error","error":{"code":7,"event_id":7,"type":null}}""",
        """{"type":"error","error":{"code":"unheard_of","event_id":"create_999","message":{}}}""",
        """{"type":"error","error":{"event_id":"_"}}""",
        """{"response_id":"r","delta":"AAAA"}""",
    ];
}
