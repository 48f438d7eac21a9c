namespace Connectors.TestNode.Lines;

/// <summary>What is said on a line between a node and a test's rooms.</summary>
internal enum LineKind : byte
{
    /// <summary>To the room: whoever has this token comes in.</summary>
    Join = 1,

    /// <summary>To the room: a data packet.</summary>
    Data = 2,

    /// <summary>From the room: you are in.</summary>
    Joined = 3,

    /// <summary>From the room: 20 ms of the user.</summary>
    Audio = 4,

    /// <summary>From the room: somebody else came with your token.</summary>
    PutOut = 5,
}
