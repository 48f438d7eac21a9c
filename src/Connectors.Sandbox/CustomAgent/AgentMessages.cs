using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>The agent's longer messages.</summary>
internal static class AgentMessages
{
    /// <summary>Its <c>ready</c>.</summary>
    /// <param name="switches">What the agent can do.</param>
    /// <param name="input">Rate in which it hears.</param>
    /// <param name="output">Rate in which it speaks.</param>
    public static JsonObject Ready(CustomAgentSwitches switches, int input, int output) => new()
    {
        ["type"] = "ready",
        ["version"] = 1,
        ["conversation_id"] = $"talk-{Guid.NewGuid():N}",
        ["input_rate"] = input,
        ["output_rate"] = output,
        ["capabilities"] = switches.IsBare ? [] : Capabilities(switches),
    };

    /// <summary>A tool call.</summary>
    public static JsonObject ToolCall(string callId, ReplyTool tool) => new()
    {
        ["type"] = "tool_call",
        ["call_id"] = callId,
        ["name"] = tool.Name,
        ["arguments"] = JsonNode.Parse(tool.ArgumentsJson),
        ["expects_result"] = tool.ExpectsResult,
    };

    private static JsonObject Capabilities(CustomAgentSwitches switches) => new()
    {
        ["interruption_signal"] = "turn",
        ["marks_turn_end"] = !switches.NeverEndsTurns,
        ["user_transcript"] = "final",
        ["agent_transcript"] = "interim",
        ["corrects_agent_text"] = true,
        ["user_text"] = true,
        ["context"] = true,
        ["say"] = "verbatim",
        ["interrupt"] = true,
        ["user_activity"] = true,
        ["tools"] = true,
        ["playout_reports"] = true,
        ["suppresses_greeting"] = true,
        ["resume"] = switches.Resume,
        ["maximum_connection_ms"] = (long)switches.SessionLimit.TotalMilliseconds,
    };
}
