namespace Connectors.Core.Audio;

/// <summary>How a <see cref="VoiceDetector"/> decides.</summary>
internal sealed record VoiceDetectorOptions
{
    /// <summary>Voice before speech counts as started. Default 30 ms, 10 to 200 ms in steps of 10.</summary>
    public TimeSpan Attack { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Silence before speech counts as ended; bridges the pauses between words. Default 400 ms, 100 ms to 2 s.</summary>
    public TimeSpan Hangover { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How far above the noise voice begins. Default 9 dB, 3 to 30.</summary>
    public float StartAbove { get; init; } = 9;

    /// <summary>How far above the noise voice goes on. Default 5 dB, 2 to <see cref="StartAbove"/>.</summary>
    public float StayAbove { get; init; } = 5;

    /// <summary>What is below this never is voice, however quiet the room. Default -50 dB of full scale, -80 to -20.</summary>
    public float MinimumLevel { get; init; } = -50;

    /// <summary>Everything that is wrong with the values; empty if nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        var attack = Attack.TotalMilliseconds;
        Check(attack is >= 10 and <= 200 && attack % 10 == 0, $"{nameof(Attack)} must be 10 ms to 200 ms in steps of 10 ms.");
        Check(Hangover.TotalMilliseconds is >= 100 and <= 2_000, $"{nameof(Hangover)} must be 100 ms to 2000 ms.");

        // Each comparison is false for a value that is no number.
        Check(StartAbove is >= 3 and <= 30, $"{nameof(StartAbove)} must be 3 dB to 30 dB.");
        Check(StayAbove >= 2 && StayAbove <= StartAbove, $"{nameof(StayAbove)} must be 2 dB to {nameof(StartAbove)}.");
        Check(MinimumLevel is >= -80 and <= -20, $"{nameof(MinimumLevel)} must be -80 dB to -20 dB of full scale.");
        return errors;

        void Check(bool isRight, string error)
        {
            if (!isRight)
            {
                errors.Add(error);
            }
        }
    }
}
