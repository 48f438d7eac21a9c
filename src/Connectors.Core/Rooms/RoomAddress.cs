namespace Connectors.Core.Rooms;

/// <summary>Where a room is and the token to join it by.</summary>
/// <param name="Url"><c>ws</c> or <c>wss</c> address of the room server.</param>
/// <param name="Token">Access token of the participant to be; a secret.</param>
public sealed record RoomAddress(Uri Url, string Token)
{
    /// <summary>
    /// Whether everything that is published is subscribed to with the join, to hear sooner whoever is speaking already; what isn't
    /// wanted is given up at once. Default false: a video that nobody looks at would be decoded for a moment.
    /// </summary>
    public bool HearsAtOnce { get; init; }

    /// <summary>The address without the token.</summary>
    public override string ToString() => Url.ToString();
}
