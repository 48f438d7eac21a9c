namespace Connectors.Core.Rooms;

/// <summary>Where a room is and the token to join it by.</summary>
/// <param name="Url"><c>ws</c> or <c>wss</c> address of the room server.</param>
/// <param name="Token">Access token of the participant to be; a secret.</param>
public sealed record RoomAddress(Uri Url, string Token)
{
    /// <summary>The address without the token.</summary>
    public override string ToString() => Url.ToString();
}
