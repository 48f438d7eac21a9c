using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Core.Rooms.Messages;

/// <summary>
/// What a user's page asks for: a closed family. Text form: the name only, for texts and data are the user's.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Interrupt), "interrupt")]
[JsonDerivedType(typeof(SpeakText), "speak-text")]
[JsonDerivedType(typeof(SpeakResponse), "speak-response")]
[JsonDerivedType(typeof(StartListening), "start-listening")]
[JsonDerivedType(typeof(StopListening), "stop-listening")]
[JsonDerivedType(typeof(StartPushToTalk), "start-push-to-talk")]
[JsonDerivedType(typeof(StopPushToTalk), "stop-push-to-talk")]
[JsonDerivedType(typeof(AgentMessage), "agent-message")]
[JsonDerivedType(typeof(StopSession), "stop-session")]
[JsonDerivedType(typeof(SayAudio), "say-audio")]
public abstract record RoomCommand
{
    private RoomCommand(string name, string? eventId)
    {
        Name = name;
        EventId = eventId;
    }

    /// <summary>Its <c>event_type</c> on the wire.</summary>
    [JsonIgnore]
    public string Name { get; }

    /// <summary>
    /// The page's id of the command, to be named in the answer; at most <see cref="RoomLimits.EventIdLength"/> characters.
    /// Null where the page gave none: the web SDK sends interruptions and push-to-talk without.
    /// </summary>
    public string? EventId { get; }

    /// <summary>The name of the command, never its content.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary><c>avatar.interrupt</c>: silence now.</summary>
    public sealed record Interrupt(string? EventId) : RoomCommand("avatar.interrupt", EventId);

    /// <summary><c>avatar.speak_text</c>: say exactly this.</summary>
    /// <param name="EventId">Id of the command.</param>
    /// <param name="Text">Not blank; at most <see cref="RoomLimits.TextLength"/> characters.</param>
    public sealed record SpeakText(string? EventId, string Text) : RoomCommand("avatar.speak_text", EventId);

    /// <summary><c>avatar.speak_response</c>: answer this, as if the user had said it.</summary>
    /// <param name="EventId">Id of the command.</param>
    /// <param name="Text">Not blank; at most <see cref="RoomLimits.TextLength"/> characters.</param>
    public sealed record SpeakResponse(string? EventId, string Text) : RoomCommand("avatar.speak_response", EventId);

    /// <summary><c>avatar.start_listening</c>: the listening pose.</summary>
    public sealed record StartListening(string? EventId) : RoomCommand("avatar.start_listening", EventId);

    /// <summary><c>avatar.stop_listening</c>: the end of the listening pose.</summary>
    public sealed record StopListening(string? EventId) : RoomCommand("avatar.stop_listening", EventId);

    /// <summary><c>user.start_push_to_talk</c>: from here on the user is heard.</summary>
    public sealed record StartPushToTalk(string? EventId) : RoomCommand("user.start_push_to_talk", EventId);

    /// <summary>
    /// <c>user.stop_push_to_talk</c>: from here on the user is not heard. The page's track stays open
    /// (facts/sdk-proof.md §2), so it is the receiver who has to stop listening.
    /// </summary>
    public sealed record StopPushToTalk(string? EventId) : RoomCommand("user.stop_push_to_talk", EventId);

    /// <summary><c>elevenlabs_agent_command</c>: a message for the agent in its provider's language; nothing in it is checked.</summary>
    /// <param name="EventId">Id of the command.</param>
    /// <param name="Type">The message's type; not empty.</param>
    /// <param name="Data">An object of its own memory; <see cref="JsonValueKind.Undefined"/> where the page sent none.</param>
    public sealed record AgentMessage(
        string? EventId, string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] JsonElement Data)
        : RoomCommand("elevenlabs_agent_command", EventId);

    /// <summary><c>session.stop</c>: end the session.</summary>
    public sealed record StopSession(string? EventId) : RoomCommand("session.stop", EventId);

    /// <summary>A piece of what a tenant says in a session without an agent; only by our API, never from a page.</summary>
    /// <param name="SayId">Id of what is said; the same for all its pieces.</param>
    /// <param name="Audio">PCM 16 bit, 24 kHz, mono; at most a second.</param>
    /// <param name="Begins">Whether it is the first piece.</param>
    /// <param name="Ends">Whether it is the last one.</param>
    public sealed record SayAudio(string SayId, ReadOnlyMemory<byte> Audio, bool Begins, bool Ends) : RoomCommand("say.audio", null)
    {
        /// <summary>Whether everything that is being said or waits is dropped for it; of the first piece.</summary>
        public bool Replaces { get; init; }

        /// <summary>What it says, where that is known as text; of the first piece.</summary>
        public string? Text { get; init; }
    }
}
