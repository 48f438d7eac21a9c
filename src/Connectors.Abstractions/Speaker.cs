namespace Connectors;

/// <summary>The two sides of a conversation.</summary>
public enum Speaker
{
    /// <summary>The human.</summary>
    User,

    /// <summary>The far side that talks.</summary>
    Agent,
}
