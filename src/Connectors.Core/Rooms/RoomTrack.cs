namespace Connectors.Core.Rooms;

/// <summary>A track that somebody has published.</summary>
/// <param name="Id">The server's id of it (<c>TR_…</c>).</param>
/// <param name="Identity">Whose it is.</param>
/// <param name="IsAudio">Audio or video.</param>
/// <param name="IsMicrophone">Whether its source is said to be a microphone.</param>
/// <param name="IsMuted">Whether its publisher has muted it.</param>
public sealed record RoomTrack(string Id, string Identity, bool IsAudio, bool IsMicrophone, bool IsMuted)
{
    /// <summary>The id only: identities are personal data.</summary>
    public override string ToString() => Id;
}
