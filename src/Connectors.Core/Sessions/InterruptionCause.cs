namespace Connectors.Core.Sessions;

/// <summary>Who interrupted a turn.</summary>
public enum InterruptionCause
{
    /// <summary>The provider heard the user speak.</summary>
    Provider,

    /// <summary>Our voice detector heard the user, where the provider has no signal.</summary>
    VoiceDetector,

    /// <summary>The user's page or the tenant told us.</summary>
    Command,

    /// <summary>The user pressed the button.</summary>
    PushToTalk,

    /// <summary>The user wrote something.</summary>
    UserText,

    /// <summary>The avatar stopped although we did not tell it to: LiveAvatar, or another holder of its socket, did.</summary>
    Avatar,
}
