namespace Connectors.Core.Sessions.Fencing;

/// <summary>Whether this process may act for a session.</summary>
internal enum MandateState
{
    /// <summary>It may.</summary>
    Good,

    /// <summary>It stood still for so long that another may have taken the session: it asks first.</summary>
    Doubtful,

    /// <summary>It may not any more, for good.</summary>
    Lost,
}
