namespace Connectors.Core.Bridging;

/// <summary>The session is about to go: from now on what the agent says is kept back, if nothing has happened since a moment.</summary>
/// <param name="Moment">The moment.</param>
/// <param name="IsDue">Whether it may move although its agent will have to be told what was said.</param>
/// <param name="IsForced">Whatever has happened since.</param>
/// <param name="Answer">Told whether it is kept back.</param>
internal sealed record HoldRequest(DepartureMoment Moment, bool IsDue, bool IsForced, TaskCompletionSource<HoldAnswer> Answer);
