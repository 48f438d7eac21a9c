using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>
/// Decides what a response says. Without instructions: the script's next reply, its tool called first, and spoken once the
/// results are in the conversation. With instructions, as far as a script can follow any: what stands after the last colon at
/// a line's end is said; else the greeting.
/// </summary>
/// <param name="options">Script and tool switches.</param>
/// <param name="newId">Makes ids.</param>
internal sealed class ScriptedModel(OpenAISwitches options, Func<string, string> newId)
{
    private int _replies;
    private AgentReply? _waiting;
    private IReadOnlyList<string> _calls = [];

    public ResponsePlan Plan(JsonObject? response, ConversationItems items)
    {
        if (response?["instructions"] is JsonValue value && value.TryGetValue<string>(out var instructions))
        {
            return PlanInstructed(instructions);
        }

        if (_waiting is { } waiting && _calls.All(call => items.OutputOf(call) is not null))
        {
            _waiting = null;
            var result = string.Join(" and ", _calls.Select(items.OutputOf));
            return Speak(waiting, waiting.Text.Replace("{tool}", result, StringComparison.Ordinal));
        }

        var reply = options.Script.ReplyTo(_replies++);
        return reply.Tool is { } tool ? PlanCalls(reply, tool) : Speak(reply, reply.Text);
    }

    private static ResponsePlan Speak(AgentReply reply, string text) => new([new ResponsePlan.Speech(reply, text)], reply.Delay);

    private ResponsePlan PlanInstructed(string instructions)
    {
        var colon = instructions.LastIndexOf(":\n", StringComparison.Ordinal);
        if (colon >= 0)
        {
            var text = instructions[(colon + 2)..];
            return Speak(new() { Text = text }, text);
        }

        var greeting = options.Script.Greeting ?? new AgentReply { Text = instructions.Split('\n')[^1] };
        return Speak(greeting, greeting.Text);
    }

    private ResponsePlan PlanCalls(AgentReply reply, ReplyTool tool)
    {
        _waiting = reply;
        _calls = [.. Enumerable.Range(0, options.CallsTwice ? 2 : 1).Select(_ => newId("call"))];
        IEnumerable<ResponsePlan.Part> calls = _calls.Select(id => new ResponsePlan.Call(id, tool.Name, tool.ArgumentsJson));
        return new(
            options.Preamble is { } preamble ? [new ResponsePlan.Speech(new() { Text = preamble }, preamble), .. calls] : [.. calls],
            reply.Delay);
    }
}
