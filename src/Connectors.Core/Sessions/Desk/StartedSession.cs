namespace Connectors.Core.Sessions.Desk;

/// <summary>A session that was started.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Access">How the user joins; nothing in it that a browser must not have.</param>
/// <param name="State">Where it stands.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record StartedSession(string Id, UserAccess Access, SessionState State, DateTimeOffset CreatedAt)
{
    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
