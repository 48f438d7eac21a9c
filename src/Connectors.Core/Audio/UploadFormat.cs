using Connectors.Audio;

namespace Connectors.Core.Audio;

/// <summary>What uploaded samples are.</summary>
/// <param name="Encoding">How a sample is coded.</param>
/// <param name="SampleRate">Samples a second and channel, 8,000 to 48,000.</param>
/// <param name="Channels">1, or 2 that are mixed.</param>
public readonly record struct UploadFormat(AudioEncoding Encoding, int SampleRate, int Channels);
