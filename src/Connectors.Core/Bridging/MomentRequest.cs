namespace Connectors.Core.Bridging;

/// <summary>Somebody wants to know of the next moment between turns at which the session may move.</summary>
/// <param name="IsDue">Whether it may move although its agent will have to be told what was said.</param>
/// <param name="Answer">Told then.</param>
internal sealed record MomentRequest(bool IsDue, TaskCompletionSource<DepartureMoment> Answer);
