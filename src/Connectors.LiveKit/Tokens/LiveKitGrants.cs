namespace Connectors.LiveKit.Tokens;

/// <summary>
/// What a participant may do: the <c>video</c> claim of an access token. What is null is left out, and the server then
/// allows it (<see cref="CanPublish"/>, <see cref="CanSubscribe"/>, <see cref="CanPublishData"/>) or not (the rest).
/// </summary>
public sealed record LiveKitGrants
{
    /// <summary>Name of the room the grants are for.</summary>
    public required string Room { get; init; }

    /// <summary>May join the room. Default true.</summary>
    public bool RoomJoin { get; init; } = true;

    /// <summary>May publish tracks.</summary>
    public bool? CanPublish { get; init; }

    /// <summary>Sources of tracks that may be published, such as <c>microphone</c>; null for all.</summary>
    public IReadOnlyList<string>? CanPublishSources { get; init; }

    /// <summary>May subscribe to tracks.</summary>
    public bool? CanSubscribe { get; init; }

    /// <summary>May send data.</summary>
    public bool? CanPublishData { get; init; }

    /// <summary>May change its own metadata and attributes.</summary>
    public bool? CanUpdateOwnMetadata { get; init; }

    /// <summary>Is not shown to others.</summary>
    public bool? Hidden { get; init; }

    /// <summary>May delete the room and remove participants.</summary>
    public bool? RoomAdmin { get; init; }

    /// <summary>May list rooms.</summary>
    public bool? RoomList { get; init; }

    /// <summary>May create and delete rooms.</summary>
    public bool? RoomCreate { get; init; }
}
