namespace Connectors.Core.Sessions;

/// <summary>What became of a session that another process had.</summary>
public enum TakeUp
{
    /// <summary>It goes on here.</summary>
    Resumed,

    /// <summary>It is over.</summary>
    Ended,

    /// <summary>Somebody has it.</summary>
    Held,
}
