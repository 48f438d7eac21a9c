using System.Globalization;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>
/// Decides what the agent says: the script's next reply, its tool called first, and spoken once all results are there. Of an
/// instruction, as far as a script can follow any, what stands after the last colon at a line's end is said; the first text of
/// a conversation is answered with the script's greeting, if it has one.
/// </summary>
/// <param name="switches">Script and tool switches.</param>
internal sealed class ScriptedModel(GeminiSwitches switches)
{
    private readonly Dictionary<string, string?> _results = [];
    private AgentReply? _waiting;
    private int _calls;
    private int _heard;

    /// <summary>Replies of the script so far.</summary>
    public int Replies { get; set; }

    public bool WaitsForResults => _waiting is not null;

    /// <summary>What the user is understood to have said.</summary>
    public string NextHeard() => switches.UserTexts[_heard++ % switches.UserTexts.Count];

    /// <summary>A piece of what was heard.</summary>
    public JsonObject Transcript(string piece, bool isLast)
    {
        var transcript = new JsonObject { ["text"] = piece };
        if (isLast && switches.FinishesTranscripts)
        {
            transcript["finished"] = true;
        }

        return transcript;
    }

    /// <summary>Plans the answer.</summary>
    /// <param name="text">What the user wrote, or null if the user spoke.</param>
    /// <param name="isFirst">Whether nothing was said before.</param>
    public ReplyPlan Plan(string? text, bool isFirst)
    {
        var colon = text?.LastIndexOf(":\n", StringComparison.Ordinal) ?? -1;
        if (colon >= 0)
        {
            var wanted = text![(colon + 2)..];
            return new(new() { Text = wanted }, wanted, []);
        }

        if (text is not null && isFirst && switches.Script.Greeting is { } greeting)
        {
            return new(greeting, greeting.Text, []);
        }

        var reply = switches.Script.ReplyTo(Replies++);
        if (reply.Tool is null)
        {
            return new(reply, reply.Text, []);
        }

        _waiting = reply;
        _results.Clear();
        for (var i = 0; i < (switches.CallsTwice ? 2 : 1); i++)
        {
            _results.Add(string.Create(CultureInfo.InvariantCulture, $"function-call-{++_calls:D6}"), null);
        }

        return new(reply, string.Empty, [.. _results.Keys]);
    }

    /// <summary>Takes a result.</summary>
    /// <returns>What the agent says, once it has all results; else null.</returns>
    public ReplyPlan? TakeResult(string callId, string result)
    {
        if (_waiting is not { } reply || !_results.ContainsKey(callId))
        {
            return null;
        }

        _results[callId] = result;
        if (_results.ContainsValue(null))
        {
            return null;
        }

        _waiting = null;
        var all = string.Join(" and ", _results.Values);
        return new(reply, reply.Text.Replace("{tool}", all, StringComparison.Ordinal), []);
    }

    /// <summary>Gives up the calls that wait.</summary>
    /// <returns>Their ids.</returns>
    public IReadOnlyList<string> CancelCalls()
    {
        if (_waiting is null)
        {
            return [];
        }

        _waiting = null;
        return [.. _results.Where(static call => call.Value is null).Select(static call => call.Key)];
    }
}
