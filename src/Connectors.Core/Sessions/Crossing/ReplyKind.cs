namespace Connectors.Core.Sessions.Crossing;

/// <summary>Kinds of answers about sessions. Their numbers are said between nodes.</summary>
public enum ReplyKind
{
    /// <summary>There is no such session.</summary>
    None = 0,

    /// <summary>The session was there, and answered.</summary>
    Here = 1,

    /// <summary>The session is not on this node, and nothing was done: ask again, and it will be found.</summary>
    Moved = 2,

    /// <summary>The node has no room for one more session, or is being drained: another one may.</summary>
    Full = 3,

    /// <summary>The node can't reach the store.</summary>
    Away = 4,
}
