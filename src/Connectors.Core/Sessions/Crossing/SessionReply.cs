using System.Text;

namespace Connectors.Core.Sessions.Crossing;

/// <summary>What a node says that was asked about a session. Between nodes: one byte for the kind, then the parcel.</summary>
/// <param name="Kind">What kind of answer.</param>
/// <param name="Parcel">The answer itself (<see cref="SessionParcels"/>); empty unless the session is there.</param>
public sealed record SessionReply(ReplyKind Kind, ReadOnlyMemory<byte> Parcel)
{
    /// <summary>There is no such session.</summary>
    public static SessionReply None { get; } = Of(ReplyKind.None);

    /// <summary>The session isn't there any more, or not yet.</summary>
    public static SessionReply Moved { get; } = Of(ReplyKind.Moved);

    /// <summary>The store can't be reached.</summary>
    public static SessionReply Away { get; } = Of(ReplyKind.Away);

    /// <summary>The name of the node that takes no session; empty with other kinds of answers.</summary>
    public string Node => Kind == ReplyKind.Full ? Encoding.UTF8.GetString(Parcel.Span) : string.Empty;

    /// <summary>A node takes no session.</summary>
    /// <param name="node">Its name.</param>
    public static SessionReply Full(string node) => new(ReplyKind.Full, Encoding.UTF8.GetBytes(node));

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <param name="bytes">The message.</param>
    public static SessionReply Parse(ReadOnlySpan<byte> bytes) => new((ReplyKind)bytes[0], bytes[1..].ToArray());

    /// <summary>The message.</summary>
    public byte[] ToBytes() => [(byte)Kind, .. Parcel.Span];

    /// <summary>The kind only.</summary>
    public override string ToString() => Kind.ToString();

    private static SessionReply Of(ReplyKind kind) => new(kind, default);
}
