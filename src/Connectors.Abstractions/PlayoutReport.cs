namespace Connectors;

/// <summary>How far a turn was heard in the room.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Heard">Audio of the turn that was heard, in audio time; never more than was received.</param>
/// <param name="Outcome">Finished or interrupted.</param>
public readonly record struct PlayoutReport(TurnId Turn, TimeSpan Heard, PlayoutOutcome Outcome);
