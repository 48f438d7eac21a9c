namespace Connectors.LiveKit.Binding;

/// <summary>Takes the frames of one audio stream. Called from the library's threads; must return at once and not allocate.</summary>
internal interface IAudioSink
{
    /// <summary>A frame.</summary>
    /// <param name="samples">Valid during the call only.</param>
    /// <param name="sampleRate">Hz.</param>
    void OnFrame(ReadOnlySpan<short> samples, int sampleRate);
}
