namespace Connectors.Core.Avatars;

/// <summary>Why LiveAvatar did not do what it was asked.</summary>
/// <param name="Kind">Whose fault.</param>
/// <param name="Retryable">Whether the same call may succeed later.</param>
/// <param name="Status">HTTP status; 0 if there was no answer.</param>
/// <param name="Code">Code of the envelope; 0 if there was none.</param>
/// <param name="Message">LiveAvatar's words, or ours; without secrets.</param>
/// <param name="RetryAfter">When to try again, where told.</param>
public sealed record AvatarFailure(
    AvatarFailureKind Kind, bool Retryable, int Status, int Code, string Message, TimeSpan? RetryAfter = null);
