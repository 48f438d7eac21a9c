using Connectors.Audio;
using Connectors.Events;

namespace Connectors;

/// <summary>What the host wants of one conversation. What a provider can't do is ignored, or warned about.</summary>
public sealed record AgentConnectionOptions
{
    /// <summary>Format in which the host would like to send; <see cref="AgentEvent.Ready"/> says what it is.</summary>
    public AudioFormat PreferredInput { get; init; } = AudioFormat.Pcm16(16_000);

    /// <summary>Format in which the host would like to receive; <see cref="AgentEvent.Ready"/> says what it is.</summary>
    public AudioFormat PreferredOutput { get; init; } = AudioFormat.Pcm16(24_000);

    /// <summary>Language of the conversation (ISO 639-1), or null for the agent's own.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// How the agent opens: its own greeting, another one, or none. After a lost connection it is
    /// <see cref="GreetingMode.None"/>: nobody greets twice.
    /// </summary>
    public AgentGreeting Greeting { get; init; } = AgentGreeting.AsConfigured;

    /// <summary>Values for placeholders in the agent's prompt; string, bool, long or double.</summary>
    public IReadOnlyDictionary<string, object> DynamicVariables { get; init; } = new Dictionary<string, object>();

    /// <summary>
    /// What was said before, oldest first, when this conversation goes on from a lost or retired one; else empty.
    /// Connectors whose resume is <see cref="ResumeKind.Replay"/> replay it, those with <see cref="ResumeKind.None"/> tell
    /// the agent as well as the provider allows.
    /// </summary>
    public IReadOnlyList<ConversationLine> History { get; init; } = [];

    /// <summary>The last <see cref="AgentEvent.ResumeToken"/> of the conversation to go on with, or null.</summary>
    public string? ResumeToken { get; init; }

    /// <summary>Limit for reaching <see cref="AgentEvent.Ready"/>. Default 10 s.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string ToString() => nameof(AgentConnectionOptions);
}
