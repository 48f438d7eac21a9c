namespace Connectors.Core.Audio;

/// <summary>How the user's audio is sent to the agent.</summary>
internal sealed record UserAudioOptions
{
    /// <summary>Audio of one message. Default 20 ms, 10 to 40 ms.</summary>
    public TimeSpan Message { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>A microphone that gives no frame for this long counts as silent. Default 100 ms, 60 to 500 ms.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How far the audio sent may lie behind the time passed before silence fills in, although frames come. Default 75 ms: with
    /// the 20 ms until the next tick it stays within 100 ms. 20 to 500 ms.
    /// </summary>
    public TimeSpan Behind { get; init; } = TimeSpan.FromMilliseconds(75);

    /// <summary>How far it may lie ahead before frames are dropped. Default 95 ms, 20 to 500 ms.</summary>
    public TimeSpan Before { get; init; } = TimeSpan.FromMilliseconds(95);

    /// <summary>The detector of the user's voice.</summary>
    public VoiceDetectorOptions Voice { get; init; } = new();

    /// <summary>Everything that is wrong with the values, those of the detector included; empty if nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        Check(Message, 10, 40, nameof(Message));
        Check(SilentAfter, 60, 500, nameof(SilentAfter));
        Check(Behind, 20, 500, nameof(Behind));
        Check(Before, 20, 500, nameof(Before));
        return [.. errors, .. Voice.Errors().Select(static error => $"{nameof(Voice)}.{error}")];

        void Check(TimeSpan value, int lowest, int highest, string name)
        {
            if (value.TotalMilliseconds < lowest || value.TotalMilliseconds > highest)
            {
                errors.Add($"{name} must be {lowest} ms to {highest} ms.");
            }
        }
    }
}
