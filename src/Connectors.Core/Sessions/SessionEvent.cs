using System.Text.Json.Serialization;

namespace Connectors.Core.Sessions;

/// <summary>
/// Everything that happens in a session, for whoever watches it: a closed family. Texts in it are personal data: not for
/// logs. Text form: the name only.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StateChanged), "session.state_changed")]
[JsonDerivedType(typeof(StageDone), "session.stage_done")]
[JsonDerivedType(typeof(UserJoined), "user.joined")]
[JsonDerivedType(typeof(UserLeft), "user.left")]
[JsonDerivedType(typeof(UserSpeechStarted), "user.speech_started")]
[JsonDerivedType(typeof(UserSpeechEnded), "user.speech_ended")]
[JsonDerivedType(typeof(UserSaid), "user.said")]
[JsonDerivedType(typeof(AgentSaid), "agent.said")]
[JsonDerivedType(typeof(AgentStateChanged), "agent.state_changed")]
[JsonDerivedType(typeof(AvatarSpeechStarted), "avatar.speech_started")]
[JsonDerivedType(typeof(TurnEnded), "turn.ended")]
[JsonDerivedType(typeof(Interrupted), "turn.interrupted")]
[JsonDerivedType(typeof(ToolCalled), "tool.called")]
[JsonDerivedType(typeof(ToolAnswered), "tool.answered")]
[JsonDerivedType(typeof(CommandAnswered), "command.answered")]
[JsonDerivedType(typeof(SayQueued), "say.queued")]
[JsonDerivedType(typeof(SayEnded), "say.ended")]
[JsonDerivedType(typeof(AgentReady), "agent.ready")]
[JsonDerivedType(typeof(Reconnecting), "session.reconnecting")]
[JsonDerivedType(typeof(Reconnected), "session.reconnected")]
[JsonDerivedType(typeof(AudioDropped), "audio.dropped")]
[JsonDerivedType(typeof(Warning), "session.warning")]
[JsonDerivedType(typeof(Ended), "session.ended")]
public abstract record SessionEvent
{
    private SessionEvent()
    {
    }

    /// <summary>The name of the event, never its content.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The session's state changed.</summary>
    /// <param name="State">The new one.</param>
    public sealed record StateChanged(SessionState State) : SessionEvent;

    /// <summary>A step of the start was done.</summary>
    /// <param name="Stage">Which.</param>
    /// <param name="Elapsed">How long it took.</param>
    public sealed record StageDone(StartStage Stage, TimeSpan Elapsed) : SessionEvent;

    /// <summary>The user came into the room, or came back.</summary>
    public sealed record UserJoined : SessionEvent;

    /// <summary>The user left the room.</summary>
    public sealed record UserLeft : SessionEvent;

    /// <summary>The user began to speak.</summary>
    public sealed record UserSpeechStarted : SessionEvent;

    /// <summary>The user stopped speaking.</summary>
    /// <param name="Ago">Time since the last voiced sample: the detector waits before it decides.</param>
    public sealed record UserSpeechEnded(TimeSpan Ago) : SessionEvent;

    /// <summary>What the user said or wrote.</summary>
    /// <param name="Text">The utterance so far.</param>
    /// <param name="IsFinal">Whether it won't change any more.</param>
    public sealed record UserSaid(string Text, bool IsFinal) : SessionEvent;

    /// <summary>What the agent says.</summary>
    /// <param name="Turn">Turn of the session, 1, 2, 3….</param>
    /// <param name="Text">The text.</param>
    /// <param name="Kind">Piece, whole, or correction.</param>
    public sealed record AgentSaid(long Turn, string Text, AgentTextKind Kind) : SessionEvent;

    /// <summary>What the agent does changed.</summary>
    /// <param name="State">The new state.</param>
    public sealed record AgentStateChanged(AgentState State) : SessionEvent;

    /// <summary>A turn with audio began to be heard.</summary>
    /// <param name="Turn">Turn of the session.</param>
    public sealed record AvatarSpeechStarted(long Turn) : SessionEvent;

    /// <summary>A turn with audio is over: heard to its end or interrupted.</summary>
    /// <param name="Figures">Its times.</param>
    public sealed record TurnEnded(TurnFigures Figures) : SessionEvent;

    /// <summary>A turn was interrupted.</summary>
    /// <param name="Turn">Turn of the session; 0 if none was being heard.</param>
    /// <param name="By">Who interrupted it.</param>
    /// <param name="Heard">Audio of the turn that was heard before.</param>
    /// <param name="SignalToInterrupt">From the receipt of the signal until the avatar's interrupt was handed to its socket.</param>
    public sealed record Interrupted(long Turn, InterruptionCause By, TimeSpan Heard, TimeSpan SignalToInterrupt) : SessionEvent;

    /// <summary>The agent asked for something to be done.</summary>
    /// <param name="CallId">Id of the call.</param>
    /// <param name="Name">The tool.</param>
    /// <param name="ArgumentsJson">JSON object as text.</param>
    /// <param name="ExpectsResult">Whether the agent waits.</param>
    public sealed record ToolCalled(string CallId, string Name, string ArgumentsJson, bool ExpectsResult) : SessionEvent;

    /// <summary>A tool call is over.</summary>
    /// <param name="CallId">Id of the call.</param>
    /// <param name="IsError">Whether it failed.</param>
    /// <param name="Reason">
    /// Kebab-case: <c>answered</c>, <c>cancelled</c>, <c>timed-out</c>, <c>no-user</c>, <c>too-many</c>, <c>too-large</c>,
    /// <c>malformed</c>, <c>agent-lost</c>; those of <see cref="Tools.ToolReply.Reason"/> where the tenant's server was asked.
    /// </param>
    public sealed record ToolAnswered(string CallId, bool IsError, string Reason) : SessionEvent;

    /// <summary>A command was answered.</summary>
    /// <param name="Command">Its type.</param>
    /// <param name="Accepted">Whether it was accepted.</param>
    /// <param name="Reason">Why not; kebab-case.</param>
    public sealed record CommandAnswered(string Command, bool Accepted, string? Reason) : SessionEvent;

    /// <summary>Something that is said in a session without an agent began to come in; its turn's events tell how it goes on.</summary>
    /// <param name="SayId">Its id.</param>
    /// <param name="Turn">Turn of the session.</param>
    public sealed record SayQueued(string SayId, long Turn) : SessionEvent;

    /// <summary>It is over.</summary>
    /// <param name="SayId">Its id.</param>
    /// <param name="Turn">Turn of the session.</param>
    /// <param name="Outcome"><c>finished</c>, <c>interrupted</c> or <c>replaced</c>.</param>
    /// <param name="Received">Audio that came.</param>
    /// <param name="Heard">Audio that was heard.</param>
    public sealed record SayEnded(string SayId, long Turn, string Outcome, TimeSpan Received, TimeSpan Heard) : SessionEvent;

    /// <summary>The agent is there.</summary>
    /// <param name="ConversationId">The provider's id of the conversation.</param>
    public sealed record AgentReady(string ConversationId) : SessionEvent;

    /// <summary>A part of the session was lost and is being got back.</summary>
    /// <param name="Part">Which.</param>
    public sealed record Reconnecting(SessionPart Part) : SessionEvent;

    /// <summary>It is back.</summary>
    /// <param name="Part">Which.</param>
    public sealed record Reconnected(SessionPart Part) : SessionEvent;

    /// <summary>Audio was lost.</summary>
    /// <param name="Where">Where.</param>
    /// <param name="Lost">How much.</param>
    public sealed record AudioDropped(AudioLoss Where, TimeSpan Lost) : SessionEvent;

    /// <summary>Something the tenant should know.</summary>
    /// <param name="Code">Kebab-case.</param>
    /// <param name="Message">For people; without personal data.</param>
    public sealed record Warning(string Code, string Message) : SessionEvent;

    /// <summary>The session is over: exactly once and last.</summary>
    /// <param name="End">How.</param>
    public sealed record Ended(SessionEnd End) : SessionEvent;
}
