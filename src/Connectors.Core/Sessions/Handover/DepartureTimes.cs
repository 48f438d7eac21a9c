namespace Connectors.Core.Sessions.Handover;

/// <summary>How long a conversation is given before it moves.</summary>
/// <param name="Due">
/// Until then only conversations move that their provider can go on with elsewhere; from then on all do, at their next moment
/// between turns.
/// </param>
/// <param name="Forced">From then on they move whatever is being said.</param>
internal sealed record DepartureTimes(CancellationToken Due, CancellationToken Forced);
