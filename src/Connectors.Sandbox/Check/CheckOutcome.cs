namespace Connectors.Sandbox.Check;

/// <summary>How a check came out.</summary>
internal enum CheckOutcome
{
    /// <summary>It will work.</summary>
    Good,

    /// <summary>It will work, and there is something to know about it.</summary>
    Note,

    /// <summary>It won't work.</summary>
    Wrong,

    /// <summary>It could not be checked.</summary>
    Unchecked,
}
