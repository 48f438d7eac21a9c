namespace Connectors.Sandbox.Agents;

/// <summary>How a provider's audio arrives: irregular pieces, much faster than real time.</summary>
internal sealed record BurstPace
{
    /// <summary>How many times faster than real time. Default 8; 1 is real time; infinity sends at once.</summary>
    public double Speed { get; init; } = 8;

    /// <summary>Smallest piece, in bytes. Default 3,001.</summary>
    public int SmallestBytes { get; init; } = 3_001;

    /// <summary>Largest piece, in bytes. Default 40,001.</summary>
    public int LargestBytes { get; init; } = 40_001;

    /// <summary>Whether pieces may have an odd number of bytes and so cut a sample. Default true.</summary>
    public bool CutsSamples { get; init; } = true;

    /// <summary>Seed of the irregularity; the same seed gives the same pieces. Default 1.</summary>
    public uint Seed { get; init; } = 1;
}
