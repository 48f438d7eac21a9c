namespace Connectors.Core.Avatars;

/// <summary>Everything an avatar connection tells: a closed family.</summary>
public abstract record AvatarEvent
{
    private AvatarEvent()
    {
    }

    /// <summary>The name of the event.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary><c>session.state_updated: connected</c>: from here on the avatar takes commands.</summary>
    public sealed record Connected : AvatarEvent;

    /// <summary>The avatar began to speak.</summary>
    /// <param name="EventId">The utterance, where told.</param>
    public sealed record SpeakStarted(string? EventId) : AvatarEvent;

    /// <summary>The avatar finished; not terminal: another pair may follow for the same utterance (facts/liveavatar.md §3.6).</summary>
    /// <param name="EventId">The utterance, where told.</param>
    public sealed record SpeakEnded(string? EventId) : AvatarEvent;

    /// <summary>The avatar stopped because it was told to.</summary>
    public sealed record SpeakInterrupted : AvatarEvent;

    /// <summary>The server complains about a command.</summary>
    /// <param name="Code"><c>invalid_request_error</c>, <c>server_error</c>, <c>video_starvation</c>…</param>
    /// <param name="Message">Its words.</param>
    /// <param name="EventId">The command's id, where told.</param>
    public sealed record Complaint(string Code, string Message, string? EventId) : AvatarEvent;

    /// <summary>LiveAvatar stopped the session.</summary>
    public sealed record Stopped : AvatarEvent;

    /// <summary>The socket is over: exactly once and last, also when it never opened.</summary>
    /// <param name="Kind">Why.</param>
    /// <param name="Reason">For people.</param>
    public sealed record Ended(AvatarEndKind Kind, string Reason) : AvatarEvent;
}
