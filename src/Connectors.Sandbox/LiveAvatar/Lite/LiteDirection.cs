namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>Which way a message went.</summary>
internal enum LiteDirection
{
    /// <summary>From the client, and obeyed.</summary>
    Received,

    /// <summary>From the client, and dropped without a word.</summary>
    Dropped,

    /// <summary>To the client.</summary>
    Sent,
}
