namespace Connectors.Sandbox.Agents;

/// <summary>How a sandbox finds the user's turns.</summary>
internal sealed record TurnDetection
{
    /// <summary>Root mean square from which a block of 10 ms counts as speech, 0 to 32,767. Default 500 (-36 dBFS).</summary>
    public double Threshold { get; init; } = 500;

    /// <summary>Speech needed before a turn starts. Default 60 ms.</summary>
    public TimeSpan MinimumSpeech { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Silence within which sounds still belong together before a turn has started. Default 100 ms.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Silence that ends a turn (OpenAI's <c>silence_duration_ms</c>). Default 500 ms.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMilliseconds(500);
}
