using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>What follows when the user begins or stops to speak, as our own detector hears it.</summary>
internal sealed class UserSpeech(
    BridgeContext context, Conversation conversation, SpeechPolicy policy, TurnTracker turns, RoomVoice voice, AgentSide? agent)
{
    /// <summary>Takes what the detector heard.</summary>
    /// <returns>Whether it counts.</returns>
    public bool OnEdge(UserVoiceEdge edge)
    {
        // Whoever is not passed on has not spoken, as far as the conversation goes; an end belongs to its beginning.
        if (edge.IsSpeaking ? !context.UserAudio.IsOpen : !policy.IsUserSpeaking)
        {
            return false;
        }

        conversation.OnUserVoice(edge.IsSpeaking);
        policy.OnUserVoice(edge.IsSpeaking);
        if (edge.IsSpeaking)
        {
            agent?.UserSpoke();
            turns.OnUserStart();
            voice.Signal(RoomSignal.UserSpeakStarted);
            context.Report(new SessionEvent.UserSpeechStarted());
        }
        else
        {
            turns.OnUserEnd(edge.At);
            voice.Signal(RoomSignal.UserSpeakEnded);
            context.Report(new SessionEvent.UserSpeechEnded(context.Time.GetElapsedTime(edge.At)));
        }

        return true;
    }
}
