using System.Text.Json;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>
/// Tool calls that wait for an answer: of the tenant's server where it carries the tool out (<see cref="BoundTools"/>), else of the
/// user's page. Each is answered exactly once, by us with an error where nobody else can: nobody is there, the call doesn't fit into
/// a packet (it is never cut), too many wait, or its time is over.
/// </summary>
internal sealed class ToolDesk
{
    private const int Limit = 64;

    // ElevenLabs' default; what an agent says of its own tool counts more.
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    private readonly BridgeContext _context;
    private readonly RoomVoice _voice;
    private readonly Func<IAgentConnection?> _agent;
    private readonly Func<bool> _mayUserAnswer;
    private readonly BoundTools _bound;
    private readonly Alarms.Alarm _timeout;
    private readonly Dictionary<string, TimeSpan> _waiting = new(StringComparer.Ordinal);

    /// <param name="context">The bridge's context.</param>
    /// <param name="voice">Passes calls to the page.</param>
    /// <param name="agent">The open connection, if there is one.</param>
    /// <param name="mayUserAnswer">Whether there is a page to answer, or may be as soon as the room is joined.</param>
    /// <param name="bound">Those that the tenant's server carries out.</param>
    public ToolDesk(
        BridgeContext context, RoomVoice voice, Func<IAgentConnection?> agent, Func<bool> mayUserAnswer, BoundTools bound)
    {
        _mayUserAnswer = mayUserAnswer;
        _bound = bound;
        _context = context;
        _voice = voice;
        _agent = agent;
        _timeout = context.Alarms.Create(TimeOut);
    }

    public bool IsAnyWaiting => _waiting.Count + _bound.Count > 0;

    /// <summary>The agent calls a tool.</summary>
    /// <param name="call">The call.</param>
    public void OnCall(AgentEvent.ToolCall call)
    {
        _context.Report(new SessionEvent.ToolCalled(call.CallId, call.Name, call.ArgumentsJson, call.ExpectsResult));
        if (_waiting.Count + _bound.Count >= Limit)
        {
            Fail(call.CallId, "too-many", "Too many tool calls wait for an answer.");
        }
        else if (_bound.Has(call.Name))
        {
            _bound.Begin(call);
        }
        else if (!_mayUserAnswer())
        {
            Fail(call.CallId, "no-user", "Nobody is in the room who could do this.");
        }
        else
        {
            Pass(call);
        }
    }

    /// <summary>The tenant's server has answered, or hasn't.</summary>
    public void OnReply(BoundToolReply reply)
    {
        if (_bound.TryTake(reply))
        {
            if (reply.Call.ExpectsResult)
            {
                _agent()?.SendToolResult(new(reply.Call.CallId, reply.Reply.Text, reply.Reply.IsError));
            }

            Report(reply.Call.CallId, isError: !reply.Reply.IsAnswered, reply.Reply.Reason);
        }
    }

    public void OnCancelled(AgentEvent.ToolCallCancelled cancelled)
    {
        foreach (var id in cancelled.CallIds.Where(id => _waiting.Remove(id) || _bound.TryCancel(id)))
        {
            Report(id, isError: true, "cancelled");
        }
    }

    /// <summary>The page answers: <c>{tool_call_id, result, is_error}</c>.</summary>
    public CommandOutcome Answer(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("tool_call_id", out var id) || id.ValueKind != JsonValueKind.String
            || !data.TryGetProperty("result", out var result))
        {
            return new("missing-field", "data.tool_call_id must be a text and data.result must be there.");
        }

        // The SDK's type says text, but pages send objects too; agents take text.
        var text = result.ValueKind == JsonValueKind.String ? result.GetString()! : result.GetRawText();
        var isError = data.TryGetProperty("is_error", out var error) && error.ValueKind == JsonValueKind.True;
        return PassOn(new(id.GetString()!, text, isError));
    }

    /// <summary>The conversation that asked is gone.</summary>
    public void Forget()
    {
        foreach (var id in (string[])[.. _waiting.Keys, .. _bound.CancelAll()])
        {
            Report(id, isError: true, "agent-lost");
        }

        _waiting.Clear();
        _timeout.Clear();
    }

    /// <summary>The session is over: nobody wants the answers of the tenant's server any more.</summary>
    public Task StopAsync()
    {
        _bound.CancelAll();
        return _bound.StoppedAsync();
    }

    private void Pass(AgentEvent.ToolCall call)
    {
        switch (_voice.SendToolCall(call))
        {
            case RoomWriteResult.TooLarge:
                Fail(call.CallId, "too-large", "The call's parameters are too large to be passed to the user's page.");
                break;
            case RoomWriteResult.NotAnObject:
                Fail(call.CallId, "malformed", "The call's parameters are no JSON object.");
                break;
            default:
                _waiting[call.CallId] = _context.Alarms.Now + (call.Timeout ?? DefaultTimeout);
                SetTimeout();
                break;
        }
    }

    private CommandOutcome PassOn(ToolResult result)
    {
        if (!_waiting.ContainsKey(result.CallId))
        {
            return CommandOutcome.Of(SendResult.UnknownCall);
        }

        var outcome = CommandOutcome.Of(_agent()?.SendToolResult(result) ?? SendResult.NotOpen);
        if (outcome.IsAccepted)
        {
            _waiting.Remove(result.CallId);
            Report(result.CallId, result.IsError, "answered");
        }

        return outcome;
    }

    private void Fail(string callId, string reason, string message)
    {
        _agent()?.SendToolResult(new(callId, message, IsError: true));
        Report(callId, isError: true, reason);
    }

    private void TimeOut()
    {
        foreach (var id in _waiting.Where(call => call.Value <= _context.Alarms.Now).Select(call => call.Key).ToList())
        {
            _waiting.Remove(id);
            Fail(id, "timed-out", "The user's page did not answer in time.");
        }

        SetTimeout();
    }

    private void SetTimeout()
    {
        if (_waiting.Count > 0)
        {
            _timeout.Set(_waiting.Values.Min() - _context.Alarms.Now);
        }
    }

    private void Report(string callId, bool isError, string reason) =>
        _context.Report(new SessionEvent.ToolAnswered(callId, isError, reason));
}
