namespace Connectors;

/// <summary>The ways in which an agent may open a conversation.</summary>
public enum GreetingMode
{
    /// <summary>As the agent is configured at its provider.</summary>
    AsConfigured,

    /// <summary>With a given text.</summary>
    Text,

    /// <summary>Not at all.</summary>
    None,
}
