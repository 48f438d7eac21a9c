namespace Connectors.Core.Sessions;

/// <summary>What was measured of one turn of the agent. Times count from a point on our clock; null where it did not happen.</summary>
/// <param name="Turn">Turn of the session, 1, 2, 3….</param>
/// <param name="UserEndToAgentAudio">From the user's last voiced sample to the turn's first audio byte; null for a greeting.</param>
/// <param name="UserEndToAvatarSpeaking">From the user's last voiced sample until the avatar said that it speaks.</param>
/// <param name="AgentAudioToSpeak">From the turn's first audio byte until the first chunk was handed to the avatar's socket.</param>
/// <param name="EnoughAudioToSpeak">Likewise from when there was enough audio for that chunk: our own share.</param>
/// <param name="Received">Audio received.</param>
/// <param name="Heard">Audio heard.</param>
/// <param name="WasInterrupted">Whether it was cut.</param>
public sealed record TurnFigures(
    long Turn,
    TimeSpan? UserEndToAgentAudio,
    TimeSpan? UserEndToAvatarSpeaking,
    TimeSpan? AgentAudioToSpeak,
    TimeSpan? EnoughAudioToSpeak,
    TimeSpan Received,
    TimeSpan Heard,
    bool WasInterrupted);
