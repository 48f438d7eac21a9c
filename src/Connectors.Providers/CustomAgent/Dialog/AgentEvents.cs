using Connectors.Events;
using Connectors.Providers.CustomAgent.Wire;

namespace Connectors.Providers.CustomAgent.Dialog;

/// <summary>
/// What each message of the agent does to the conversation (docs/11-custom-agent.md, "From the agent"). One with anything wrong does
/// nothing.
/// </summary>
internal static class AgentEvents
{
    private const int LongestText = 32_768;
    private const int LongestId = 128;
    private const int LongestArguments = 65_536;
    private const int LongestToken = 16_384;
    private const int MostIds = 64;
    private const long MostMs = 24 * 3_600_000;
    private const long MostTokens = 1_000_000_000;

    /// <summary>Takes one message; what is wrong with it is kept by the message.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="message">The message.</param>
    /// <returns>False if its type is none of ours.</returns>
    public static bool TryApply(Conversation conversation, AgentMessage message)
    {
        var apply = ActionOf(message.Type);
        if (message.Type == "ready")
        {
            conversation.Begin(message);
        }
        else if (apply is not null && !conversation.IsReady)
        {
            message.Refuse("it came before ready");
        }
        else
        {
            apply?.Invoke(conversation, message);
        }

        return apply is not null || message.Type == "ready";
    }

    private static Action<Conversation, AgentMessage>? ActionOf(string type) => type switch
    {
        "turn_started" => static (conversation, _) => conversation.Turns.Begin(),
        "turn_ended" => static (conversation, message) => RefuseIf(message, conversation.Turns.End()),
        "interrupted" => Interrupt,
        "user_speech_started" => static (conversation, _) => conversation.Outbox.Add(new AgentEvent.UserSpeechStarted()),
        "user_speech_stopped" => static (conversation, _) => conversation.Outbox.Add(new AgentEvent.UserSpeechStopped()),
        "user_text" => AddUserText,
        "agent_text" => AddAgentText,
        "tool_call" => CallTool,
        "tool_call_cancelled" => CancelTools,
        "going_away" => GoAway,
        "resume_token" => KeepToken,
        "warning" => Warn,
        "usage" => Count,
        _ => null,
    };

    private static void RefuseIf(AgentMessage message, string? fault)
    {
        if (fault is not null)
        {
            message.Refuse(fault);
        }
    }

    private static void Interrupt(Conversation conversation, AgentMessage message)
    {
        var turn = message.Whole("turn", 1, conversation.Turns.Newest) ?? conversation.Turns.Newest;
        if (message.Fault is null)
        {
            conversation.Turns.Interrupt(turn);
        }
    }

    private static void AddUserText(Conversation conversation, AgentMessage message)
    {
        var (id, text) = (message.Text("item_id", LongestId), message.Needed("text", LongestText));
        var isFinal = message.Flag("is_final", otherwise: true);
        if (message.Fault is null)
        {
            conversation.AddUserText(id, text, isFinal);
        }
    }

    private static void AddAgentText(Conversation conversation, AgentMessage message)
    {
        var newest = conversation.Turns.Newest;
        var turn = message.Whole("turn", 1, newest) ?? newest;
        var text = message.Text("text", LongestText);
        var kind = message.Choice(
            "kind", ("full", AgentTextKind.Full), ("delta", AgentTextKind.Delta), ("correction", AgentTextKind.Correction));

        // Nothing of a turn that was cut may have been heard, so a correction can be empty.
        if (text is null || (text.Length == 0 && kind != AgentTextKind.Correction))
        {
            message.Refuse("text must be a text that is not empty");
        }

        RefuseIf(message, newest == 0 ? "no turn has begun" : null);
        if (message.Fault is null)
        {
            conversation.Outbox.Add(new AgentEvent.AgentText(new(turn), text!, kind));
        }
    }

    private static void CallTool(Conversation conversation, AgentMessage message)
    {
        RefuseIf(message, conversation.Capabilities.Tools ? null : "ready did not say that there are tools");
        var timeout = message.Whole("timeout_ms", 1, MostMs);
        var call = new AgentEvent.ToolCall(
            message.Needed("call_id", LongestId),
            message.Needed("name", LongestId),
            message.Object("arguments", LongestArguments),
            message.Flag("expects_result", otherwise: true),
            timeout is { } ms ? TimeSpan.FromMilliseconds(ms) : null);
        if (message.Fault is null)
        {
            RefuseIf(message, conversation.Tools.Announce(call));
        }
    }

    private static void CancelTools(Conversation conversation, AgentMessage message)
    {
        var ids = message.NeededTexts("call_ids", MostIds);
        if (message.Fault is null)
        {
            conversation.Tools.Cancel(ids);
        }
    }

    private static void GoAway(Conversation conversation, AgentMessage message)
    {
        var left = message.Whole("time_left_ms", 0, MostMs);
        RefuseIf(message, left is null ? "time_left_ms is missing" : null);
        if (message.Fault is null)
        {
            conversation.Outbox.Add(new AgentEvent.GoingAway(TimeSpan.FromMilliseconds(left!.Value)));
        }
    }

    private static void KeepToken(Conversation conversation, AgentMessage message)
    {
        RefuseIf(message, conversation.Capabilities.Resume == ResumeKind.Token ? null : "ready did not say that it resumes by token");
        var token = message.Needed("token", LongestToken);
        if (message.Fault is null)
        {
            conversation.Outbox.Add(new AgentEvent.ResumeToken(token));
        }
    }

    // Its words may be speech, so only its code is shown.
    private static void Warn(Conversation conversation, AgentMessage message)
    {
        var code = LenientJson.Name(message.Needed("code", LongestId));
        if (message.Fault is null)
        {
            conversation.Warn("agent-warning", $"The agent warned ({code}).");
        }
    }

    private static void Count(Conversation conversation, AgentMessage message)
    {
        var input = message.Whole("input_tokens", 0, MostTokens) ?? 0;
        var output = message.Whole("output_tokens", 0, MostTokens) ?? 0;
        if (message.Fault is null)
        {
            conversation.Outbox.Add(new AgentEvent.Usage(input, output));
        }
    }
}
