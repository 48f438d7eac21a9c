namespace Connectors.Audio;

/// <summary>How a sample is coded. All audio here is mono.</summary>
public enum AudioEncoding
{
    /// <summary>Signed 16-bit little-endian.</summary>
    Pcm16,

    /// <summary>G.711 µ-law, 8 bits a sample.</summary>
    MuLaw,
}
