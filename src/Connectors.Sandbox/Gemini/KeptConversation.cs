namespace Connectors.Sandbox.Gemini;

/// <summary>What is kept of a conversation.</summary>
/// <param name="Session">Where it was held.</param>
/// <param name="Identity">Its setup, which must be the same when it is resumed.</param>
/// <param name="Memory">What was said, in order.</param>
/// <param name="Replies">How many replies of the script were given.</param>
/// <param name="StartedAt">When its first connection began.</param>
internal sealed record KeptConversation(
    LiveSession Session, string Identity, IReadOnlyList<string> Memory, int Replies, DateTimeOffset StartedAt);
