namespace Connectors.Sandbox.Agents;

/// <summary>One turn of a scripted agent.</summary>
internal sealed record AgentReply
{
    /// <summary>What the agent says; the text <c>{tool}</c> in it becomes the tool's result.</summary>
    public required string Text { get; init; }

    /// <summary>What that sounds like.</summary>
    public ReplyAudio Audio { get; init; } = ReplyAudio.Voice;

    /// <summary>Tool to call first, or null.</summary>
    public ReplyTool? Tool { get; init; }

    /// <summary>Whether the agent hangs up after it.</summary>
    public bool HangUp { get; init; }

    /// <summary>Time the agent thinks between the end of the user's speech and its answer.</summary>
    public TimeSpan Delay { get; init; }
}
