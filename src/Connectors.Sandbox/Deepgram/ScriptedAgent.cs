using System.Globalization;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>Decides what the agent says: the script's next reply, its tool called first, and spoken once all results are there.</summary>
/// <param name="switches">Script and tool switches.</param>
internal sealed class ScriptedAgent(DeepgramSwitches switches)
{
    private readonly Dictionary<string, string?> _results = [];
    private AgentReply? _waiting;
    private int _replies;
    private int _calls;
    private int _heard;
    private int _failures;

    /// <summary>What the user is understood to have said.</summary>
    public string NextHeard() => switches.UserTexts[_heard++ % switches.UserTexts.Count];

    /// <summary>The greeting, word for word.</summary>
    public ReplyPlan Greet(string text) => new((switches.Script.Greeting ?? new() { Text = text }) with { Text = text }, text, []);

    /// <summary>A text to be said word for word.</summary>
    public static ReplyPlan Say(string text) => new(new() { Text = text }, text, []);

    /// <summary>Plans the answer to the user; what was waiting for results is given up.</summary>
    /// <param name="functions">Functions that may be called.</param>
    public ReplyPlan Answer(IReadOnlyList<string> functions)
    {
        _waiting = null;
        var reply = switches.Script.ReplyTo(_replies++);
        if (_failures < switches.FailedAnswers)
        {
            _failures++;
            return new(reply, string.Empty, [], IsFailure: true);
        }

        if (reply.Tool is not { } tool || !functions.Contains(tool.Name))
        {
            return new(reply, reply.Text, []);
        }

        _waiting = reply;
        _results.Clear();
        for (var i = 0; i < (switches.CallsTwice ? 2 : 1); i++)
        {
            _results.Add(string.Create(CultureInfo.InvariantCulture, $"fc_{++_calls:D6}"), null);
        }

        return new(reply, string.Empty, [.. _results.Keys]);
    }

    /// <summary>Takes a result.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="content">Its result.</param>
    /// <param name="answer">What the agent says, once it has all results; else null.</param>
    /// <returns>False if nobody made such a call.</returns>
    public bool TakeResult(string callId, string content, out ReplyPlan? answer)
    {
        answer = null;
        if (!_results.ContainsKey(callId))
        {
            return false;
        }

        _results[callId] = content;
        if (_waiting is { } reply && !_results.ContainsValue(null))
        {
            _waiting = null;
            var all = string.Join(" and ", _results.Values);
            answer = new(reply, reply.Text.Replace("{tool}", all, StringComparison.Ordinal), []);
        }

        return true;
    }
}
