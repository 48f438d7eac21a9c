namespace Connectors.Sandbox.Sound;

/// <summary>
/// A sine of one frequency, continuous over calls: each side of a test plays its own, so that it can be told who is heard.
/// </summary>
/// <param name="frequency">Hz.</param>
/// <param name="sampleRate">Hz.</param>
/// <param name="amplitude">Peak, 0 to 32,767.</param>
internal sealed class Tone(double frequency, int sampleRate, double amplitude = 8_000)
{
    private long _position;

    /// <summary>Writes the next samples.</summary>
    /// <param name="samples">Filled whole.</param>
    public void Fill(Span<short> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)(amplitude * Math.Sin(2 * Math.PI * frequency * _position++ / sampleRate));
        }
    }
}
