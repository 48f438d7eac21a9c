namespace Connectors.Core.Rooms.Messages;

/// <summary>The room's events that are nothing but their name.</summary>
public enum RoomSignal
{
    /// <summary><c>user.speak_started</c>.</summary>
    UserSpeakStarted,

    /// <summary><c>user.speak_ended</c>.</summary>
    UserSpeakEnded,

    /// <summary><c>avatar.speak_started</c>.</summary>
    AvatarSpeakStarted,

    /// <summary><c>avatar.speak_ended</c>.</summary>
    AvatarSpeakEnded,

    /// <summary><c>user.push_to_talk_started</c>: the page unmutes its microphone.</summary>
    PushToTalkStarted,

    /// <summary><c>user.push_to_talk_start_failed</c>.</summary>
    PushToTalkStartFailed,

    /// <summary><c>user.push_to_talk_stopped</c>.</summary>
    PushToTalkStopped,

    /// <summary><c>user.push_to_talk_stop_failed</c>.</summary>
    PushToTalkStopFailed,
}
