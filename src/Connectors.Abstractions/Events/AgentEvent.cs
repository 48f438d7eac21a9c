using Connectors.Audio;

namespace Connectors.Events;

/// <summary>
/// Everything an agent connection tells that isn't audio: a closed family. Its text form is the name of the event only,
/// because speech is personal data.
/// </summary>
public abstract record AgentEvent
{
    private AgentEvent()
    {
    }

    /// <summary>The name of the event, never its content.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>The conversation is open; first event of a connection that came to be.</summary>
    /// <param name="ConversationId">The provider's id of the conversation, for support; may be empty.</param>
    /// <param name="InputFormat">Format in which the host must send.</param>
    /// <param name="OutputFormat">Format of the turns' audio.</param>
    /// <param name="Capabilities">What this conversation can do.</param>
    public sealed record Ready(
        string ConversationId, AudioFormat InputFormat, AudioFormat OutputFormat, AgentCapabilities Capabilities) : AgentEvent;

    /// <summary>A turn of the agent begins; before its audio and text. A turn without audio is normal.</summary>
    /// <param name="Turn">Its id.</param>
    public sealed record TurnStarted(TurnId Turn) : AgentEvent;

    /// <summary>No more audio of this turn will come. Audio received before it is still to be played.</summary>
    /// <param name="Turn">The turn.</param>
    public sealed record TurnAudioEnded(TurnId Turn) : AgentEvent;

    /// <summary>
    /// The user interrupted: everything of this turn and older ones that was not yet heard is to be dropped. The connection
    /// delivers no more audio of them.
    /// </summary>
    /// <param name="Turn">The newest interrupted turn; default (0) if no turn had begun.</param>
    public sealed record Interrupted(TurnId Turn) : AgentEvent;

    /// <summary>The provider heard the user begin to speak.</summary>
    public sealed record UserSpeechStarted : AgentEvent;

    /// <summary>The provider heard the user stop.</summary>
    public sealed record UserSpeechStopped : AgentEvent;

    /// <summary>What the user said.</summary>
    /// <param name="ItemId">Same for the interim texts of an utterance and its final one.</param>
    /// <param name="Text">The utterance so far.</param>
    /// <param name="IsFinal">Whether it won't change any more.</param>
    public sealed record UserText(string ItemId, string Text, bool IsFinal) : AgentEvent;

    /// <summary>What the agent says; not ordered relative to the audio.</summary>
    /// <param name="Turn">The turn it belongs to.</param>
    /// <param name="Text">The text.</param>
    /// <param name="Kind">Piece, whole, or correction.</param>
    public sealed record AgentText(TurnId Turn, string Text, AgentTextKind Kind) : AgentEvent;

    /// <summary>The agent asks for something to be done.</summary>
    /// <param name="CallId">Id for the answer.</param>
    /// <param name="Name">The tool.</param>
    /// <param name="ArgumentsJson">A JSON object as text.</param>
    /// <param name="ExpectsResult">Whether the agent waits for an answer.</param>
    /// <param name="Timeout">How long it waits, where known.</param>
    public sealed record ToolCall(
        string CallId, string Name, string ArgumentsJson, bool ExpectsResult, TimeSpan? Timeout) : AgentEvent;

    /// <summary>The agent does not want these results any more.</summary>
    /// <param name="CallIds">The calls.</param>
    public sealed record ToolCallCancelled(IReadOnlyList<string> CallIds) : AgentEvent;

    /// <summary>The provider is about to end this connection; the host renews it between turns.</summary>
    /// <param name="TimeLeft">Time until it does.</param>
    public sealed record GoingAway(TimeSpan TimeLeft) : AgentEvent;

    /// <summary>A newer token with which the conversation can be resumed.</summary>
    /// <param name="Token">Opaque; a secret.</param>
    public sealed record ResumeToken(string Token) : AgentEvent;

    /// <summary>Something the tenant should know that does not end the conversation.</summary>
    /// <param name="Code">Kebab-case, stable.</param>
    /// <param name="Message">For people; without personal data.</param>
    public sealed record Warning(string Code, string Message) : AgentEvent;

    /// <summary>What the provider counted since the last report.</summary>
    /// <param name="InputTokens">Tokens in.</param>
    /// <param name="OutputTokens">Tokens out.</param>
    public sealed record Usage(long InputTokens, long OutputTokens) : AgentEvent;

    /// <summary>
    /// A message in the provider's own language, for clients that know the provider; known types come as their own event
    /// too, unknown types only so. Audio and pings are left out.
    /// </summary>
    /// <param name="Type">The message's type in the provider's protocol.</param>
    /// <param name="Json">The message's members without its type, as a UTF-8 JSON object.</param>
    public sealed record Raw(string Type, ReadOnlyMemory<byte> Json) : AgentEvent;

    /// <summary>The connection is over: exactly once and last, also when it never opened.</summary>
    /// <param name="Kind">Why.</param>
    /// <param name="Retryable">Whether another connection may succeed without anyone changing anything.</param>
    /// <param name="Code">The provider's code or close status, or ours; for support.</param>
    /// <param name="Reason">A sentence that a tenant understands; without secrets and personal data.</param>
    public sealed record Closed(CloseKind Kind, bool Retryable, string Code, string Reason) : AgentEvent;
}
