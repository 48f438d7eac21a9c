namespace Connectors.Integration.Tests.Providers.CustomAgent;

/// <summary>The protocol's messages with everything wrong that can be wrong.</summary>
internal static class CustomAgentBadMessages
{
    public static IReadOnlyList<string> All { get; } =
    [
        """{"type":"ready","version":1}""",
        """{"type":"ready","version":2}""",
        """{"type":"ready","version":"1","input_rate":"16000"}""",
        """{"type":"turn_ended"}""",
        """{"type":"interrupted","turn":-1}""",
        """{"type":"interrupted","turn":99}""",
        """{"type":"interrupted","turn":"1"}""",
        """{"type":"interrupted","turn":1e99}""",
        """{"type":"interrupted","turn":null}""",
        """{"type":"user_text"}""",
        """{"type":"user_text","text":7}""",
        """{"type":"user_text","text":""}""",
        """{"type":"user_text","text":"\ud800"}""",
        """{"type":"user_text","text":"x","is_final":"yes"}""",
        """{"type":"user_text","text":"x","item_id":7}""",
        """{"type":"agent_text"}""",
        """{"type":"agent_text","text":{}}""",
        """{"type":"agent_text","text":"x","turn":0}""",
        """{"type":"agent_text","text":"x","kind":"loud"}""",
        """{"type":"agent_text","text":"x","kind":7}""",
        """{"type":"tool_call"}""",
        """{"type":"tool_call","call_id":"","name":""}""",
        """{"type":"tool_call","call_id":7,"name":7}""",
        """{"type":"tool_call","call_id":"a","name":"b","arguments":"{}"}""",
        """{"type":"tool_call","call_id":"a","name":"b","timeout_ms":-1}""",
        """{"type":"tool_call_cancelled"}""",
        """{"type":"tool_call_cancelled","call_ids":"a"}""",
        """{"type":"tool_call_cancelled","call_ids":[7]}""",
        """{"type":"tool_call_cancelled","call_ids":["nobody"]}""",
        """{"type":"going_away"}""",
        """{"type":"going_away","time_left_ms":-1}""",
        """{"type":"resume_token"}""",
        """{"type":"resume_token","token":"x"}""",
        """{"type":"warning"}""",
        """{"type":"warning","code":7}""",
        """{"type":"warning","code":"a sentence with spaces","message":{}}""",
        """{"type":"usage","input_tokens":"many"}""",
        """{"type":"usage","output_tokens":1e400}""",
        """{"type":"hello","version":1}""",
        """{"turn":1}""",
    ];
}
