namespace Connectors.Sandbox.Agents;

/// <summary>The user began or stopped to speak.</summary>
/// <param name="Started">Began; else stopped.</param>
/// <param name="At">Time in the audio received so far: of the first voiced block, or of the end of the last one.</param>
/// <param name="Detected">Time in the audio received so far at which it was noticed.</param>
internal readonly record struct SpeechEdge(bool Started, TimeSpan At, TimeSpan Detected);
