using System.Globalization;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>Decides what the agent says: the script's next reply, its tool called first, and spoken once the result is there.</summary>
/// <param name="switches">Script and what is heard.</param>
internal sealed class ScriptedAgent(CustomAgentSwitches switches)
{
    private AgentReply? _waiting;
    private string? _openCall;
    private int _replies;
    private int _calls;
    private int _heard;


    /// <summary>What the user is understood to have said.</summary>
    public string NextHeard() => switches.UserTexts[_heard++ % switches.UserTexts.Count];

    /// <summary>The greeting: the script's, or a given text that sounds like it.</summary>
    /// <param name="text">The text, or null.</param>
    /// <returns>Null if there is none.</returns>
    public ReplyPlan? Greet(string? text)
    {
        var reply = text is null ? switches.Script.Greeting : (switches.Script.Greeting ?? new() { Text = text }) with { Text = text };
        return reply is null ? null : new(reply, reply.Text);
    }

    /// <summary>A text to be said word for word.</summary>
    public static ReplyPlan Say(string text) => new(new() { Text = text }, text);

    /// <summary>Plans the answer to the user; what was waiting for a result is given up.</summary>
    public ReplyPlan Answer()
    {
        GiveUp();
        var reply = switches.Script.ReplyTo(_replies++);
        if (reply.Tool is not { } tool)
        {
            return new(reply, reply.Text);
        }

        var callId = string.Create(CultureInfo.InvariantCulture, $"call_{++_calls:D4}");
        if (tool.ExpectsResult)
        {
            (_waiting, _openCall) = (reply, callId);
        }

        return new(reply, tool.ExpectsResult ? string.Empty : reply.Text, callId);
    }

    /// <summary>Waits for a call's result that was made by hand.</summary>
    public void Expect(string callId) => _openCall = callId;

    /// <summary>Waits no longer.</summary>
    /// <returns>The call that waited, or null.</returns>
    public string? GiveUp()
    {
        var call = _openCall;
        (_waiting, _openCall) = (null, null);
        return call;
    }

    /// <summary>Takes a result.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="result">Its result.</param>
    /// <param name="answer">What the agent says now, or null.</param>
    /// <returns>False if no such call waits.</returns>
    public bool TryTakeResult(string callId, string result, out ReplyPlan? answer)
    {
        answer = null;
        if (_openCall != callId)
        {
            return false;
        }

        if (_waiting is { } reply)
        {
            answer = new(reply, reply.Text.Replace("{tool}", result, StringComparison.Ordinal));
        }

        GiveUp();

        return true;
    }
}
