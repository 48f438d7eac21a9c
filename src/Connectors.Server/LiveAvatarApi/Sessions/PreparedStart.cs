namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>What a start brought: the answer for the page, or what to refuse it with.</summary>
/// <param name="Answer">How the user joins; null with a refusal.</param>
/// <param name="Refusal">What to answer, or null.</param>
internal sealed record PreparedStart(PreparedAnswer? Answer, IResult? Refusal);
