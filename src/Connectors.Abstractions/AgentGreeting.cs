namespace Connectors;

/// <summary>How an agent opens a conversation.</summary>
/// <param name="Mode">Which of the three.</param>
/// <param name="Text">The greeting, with <see cref="GreetingMode.Text"/>.</param>
public sealed record AgentGreeting(GreetingMode Mode, string? Text = null)
{
    /// <summary>As the agent is configured at its provider.</summary>
    public static AgentGreeting AsConfigured { get; } = new(GreetingMode.AsConfigured);

    /// <summary>The agent waits for the user.</summary>
    public static AgentGreeting None { get; } = new(GreetingMode.None);

    /// <summary>The mode only: a greeting may name the user.</summary>
    public override string ToString() => Mode.ToString();
}
