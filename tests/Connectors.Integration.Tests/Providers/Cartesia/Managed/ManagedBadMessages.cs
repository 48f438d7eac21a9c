namespace Connectors.Integration.Tests.Providers.Cartesia.Managed;

/// <summary>A conversation's messages with everything wrong that can be wrong.</summary>
internal static class ManagedBadMessages
{
    public static IReadOnlyList<string> All { get; } =
    [
        """{"type":"session_ready"}""",
        """{"type":"session_ready","call_id":7,"audio":[]}""",
        """{"type":"session_ready","call_id":"other","audio":{"input_format":"opus"}}""",
        """{"type":"audio_output"}""",
        """{"type":"audio_output","audio":null}""",
        """{"type":"audio_output","audio":7}""",
        """{"type":"audio_output","audio":{}}""",
        """{"type":"audio_output","audio":""}""",
        """{"type":"audio_output","audio":"!!!!"}""",
        """{"type":"audio_output","audio":"AAA"}""",
        """{"type":"audio_output","audio":"\ud800"}""",
        """{"type":"audio_output","audio":"AA","audio":["AA"]}""",
        """{"type":"audio_output_clear","audio":7}""",
        """{"type":"turn_started"}""",
        """{"type":"turn_started","turn":"1","role":"assistant"}""",
        """{"type":"turn_started","turn":1e99,"role":7}""",
        """{"type":"turn_started","turn":-1,"role":"assistant","start_time":"x"}""",
        """{"type":"turn_output_text_delta"}""",
        """{"type":"turn_output_text_delta","turn":{},"role":"assistant","text":7}""",
        """{"type":"turn_output_text_delta","turn":99,"role":"user","text":"x"}""",
        """{"type":"turn_ended"}""",
        """{"type":"turn_ended","turn":null,"role":"user","text":[]}""",
        """{"type":"turn_ended","turn":7,"role":"assistant","text":null,"interrupted":"yes","tool_calls":7}""",
        """{"type":"turn_ended","turn":8,"role":"narrator","text":"x"}""",
        """{"type":"turn_ended","turn":9,"role":"assistant","text":"\ud800"}""",
        """{"type":"client_tool_call"}""",
        """{"type":"client_tool_call","tool_call_id":7,"tool_name":[]}""",
        """{"type":"client_tool_call","tool_call_id":"","tool_name":""}""",
        """{"type":"client_tool_call","tool_call_id":"c","tool_name":"t","parameters":"{}","expects_response":"no"}""",
        """{"type":"dtmf_output","digit":{}}""",
        """{"type":"error"}""",
        """{"type":"error","code":7,"message":[],"fatal":"yes"}""",
        """{"type":"error","code":"agent_failed","message":{},"fatal":true}""",
        """{"type":"audio_input","audio":"AAAA"}""",
        """{"type":"session_create"}""",
    ];
}
