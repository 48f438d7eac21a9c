using System.Text.Json.Nodes;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>The agent's <c>ready</c>.</summary>
internal static class AgentReady
{
    /// <summary>The message.</summary>
    /// <param name="switches">What the agent can do.</param>
    /// <param name="input">Rate in which it hears.</param>
    /// <param name="output">Rate in which it speaks.</param>
    public static JsonObject Message(CustomAgentSwitches switches, int input, int output) => new()
    {
        ["type"] = "ready",
        ["version"] = 1,
        ["conversation_id"] = $"talk-{Guid.NewGuid():N}",
        ["input_rate"] = input,
        ["output_rate"] = output,
        ["capabilities"] = switches.IsBare ? new() : Capabilities(switches),
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
