namespace Connectors.Sandbox.Rooms;

/// <summary>One frame of what was heard.</summary>
/// <param name="Timestamp">When it was handed over, on the listener's clock.</param>
/// <param name="Start">Index of its first sample in the whole.</param>
/// <param name="Length">How many samples it has.</param>
/// <param name="Peak">Largest absolute sample, 0 to 32,767.</param>
internal readonly record struct HeardFrame(long Timestamp, int Start, int Length, short Peak);
