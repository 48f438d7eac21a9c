namespace Connectors.Core.Rooms.Projects;

/// <summary>What a participant is in a room, which says what it may do there.</summary>
public enum RoomRole
{
    /// <summary>LiveAvatar's avatar: publishes, subscribes, and sends data, without which LiveAvatar's start fails.</summary>
    Avatar,

    /// <summary>Our participant: hears and sends data, and publishes nothing; the avatar has the voice.</summary>
    Agent,

    /// <summary>The user: sees and hears, publishes a microphone, sends commands.</summary>
    User,
}
