namespace Connectors.Sandbox.Agents;

/// <summary>What a reply sounds like.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Frequency">Hz, of a tone.</param>
/// <param name="Duration">Of a tone.</param>
/// <param name="Path">Of a file.</param>
internal sealed record ReplyAudio(ReplyAudioKind Kind, double Frequency = 0, TimeSpan Duration = default, string? Path = null)
{
    public static ReplyAudio Voice { get; } = new(ReplyAudioKind.Voice);

    public static ReplyAudio None { get; } = new(ReplyAudioKind.None);

    public static ReplyAudio Tone(double frequency, TimeSpan duration) => new(ReplyAudioKind.Tone, frequency, duration);
}
