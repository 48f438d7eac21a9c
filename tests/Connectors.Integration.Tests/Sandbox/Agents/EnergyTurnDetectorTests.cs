using Connectors.Audio;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Sound;

namespace Connectors.Integration.Tests.Sandbox.Agents;

public sealed class EnergyTurnDetectorTests
{
    [Theory]
    [InlineData("pcm_16000", 640)]
    [InlineData("pcm_24000", 333)]
    [InlineData("pcm_44100", 1)]
    [InlineData("ulaw_8000", 160)]
    public void Detector_WithSpeechBetweenSilence_FindsBothEdgesWhereverMessagesAreCut(string spelling, int messageBytes)
    {
        Assert.True(AudioFormat.TryParse(spelling, out var format));
        var detector = new EnergyTurnDetector(format, new() { Silence = TimeSpan.FromMilliseconds(300) });
        var audio = Sound(format, (false, 500), (true, 700), (false, 600));

        var edges = audio.Chunk(messageBytes).SelectMany(message => detector.Add(message)).ToList();

        Assert.Equal([true, false], edges.Select(edge => edge.Started));
        AssertNear(500, edges[0].At);
        AssertNear(1_200, edges[1].At);
        AssertNear(1_500, edges[1].Detected);
        AssertNear(1_800, detector.Received);
    }

    [Fact]
    public void Detector_WithAPauseShorterThanItsSilence_HearsOneTurn()
    {
        var format = AudioFormat.Pcm16(16_000);
        var detector = new EnergyTurnDetector(format);

        var edges = detector.Add(Sound(format, (true, 300), (false, 400), (true, 300), (false, 600)));

        Assert.Equal([true, false], edges.Select(edge => edge.Started));
    }

    [Fact]
    public void Detector_WithAClick_HearsNoTurn()
    {
        var format = AudioFormat.Pcm16(16_000);

        Assert.Empty(new EnergyTurnDetector(format).Add(Sound(format, (false, 300), (true, 30), (false, 900))));
    }

    private static void AssertNear(double milliseconds, TimeSpan actual) =>
        Assert.InRange(actual.TotalMilliseconds, milliseconds - 21, milliseconds + 21);

    private static byte[] Sound(AudioFormat format, params (bool Loud, int Milliseconds)[] parts)
    {
        var tone = new Tone(300, format.SampleRate);
        return [.. parts.SelectMany(part =>
        {
            var samples = new short[format.SampleRate * part.Milliseconds / 1_000];
            if (part.Loud)
            {
                tone.Fill(samples);
            }

            return SampleCoding.Encode(samples, format);
        })];
    }
}
