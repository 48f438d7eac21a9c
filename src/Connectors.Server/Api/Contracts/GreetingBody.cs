namespace Connectors.Server.Api.Contracts;

/// <summary>How an agent opens.</summary>
/// <param name="Mode">as_configured, text or none.</param>
/// <param name="Text">With mode text: the greeting.</param>
internal sealed record GreetingBody(GreetingMode Mode = GreetingMode.AsConfigured, string? Text = null)
{
    public AgentGreeting ToGreeting() => new(Mode, Text);

    /// <summary>The mode only.</summary>
    public override string ToString() => Mode.ToString();
}
