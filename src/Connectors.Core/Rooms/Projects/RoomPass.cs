namespace Connectors.Core.Rooms.Projects;

/// <summary>Who may join a room, as what, and for how long.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Identity">Identity of the participant.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Lifetime">How long it can be used to join; whoever is in the room stays.</param>
public sealed record RoomPass(string Room, string Identity, RoomRole Role, TimeSpan Lifetime)
{
    /// <summary>The role only: identities are personal.</summary>
    public override string ToString() => Role.ToString();
}
