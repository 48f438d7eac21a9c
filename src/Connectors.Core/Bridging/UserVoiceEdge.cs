namespace Connectors.Core.Bridging;

/// <summary>The voice detector's word on the user.</summary>
/// <param name="IsSpeaking">Whether the user began or stopped.</param>
/// <param name="At">Timestamp of the first or the last voiced sample.</param>
internal sealed record UserVoiceEdge(bool IsSpeaking, long At);
