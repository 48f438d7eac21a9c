namespace Connectors.Core.Audio;

/// <summary>Takes a message of the user's audio. Called in order and never concurrently; returns at once and doesn't call back.</summary>
/// <param name="message">Whole samples in the agent's input format; valid during the call only.</param>
internal delegate void UserAudioSink(ReadOnlySpan<byte> message);
