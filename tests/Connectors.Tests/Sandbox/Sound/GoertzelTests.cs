using Connectors.Sandbox.Sound;

namespace Connectors.Tests.Sandbox.Sound;

public sealed class GoertzelTests
{
    [Theory]
    [InlineData(440, 16_000)]
    [InlineData(1_000, 24_000)]
    [InlineData(3_000, 48_000)]
    public void Amplitude_OfItsOwnTone_IsTheTonesAmplitude(double frequency, int rate) =>
        Assert.InRange(Goertzel.Amplitude(Play(new(frequency, rate), rate), frequency, rate), 7_950, 8_050);

    [Fact]
    public void Amplitude_OfAnotherTone_IsNearlyNothing() =>
        Assert.InRange(Goertzel.Amplitude(Play(new(440, 16_000), 16_000), 1_000, 16_000), 0, 80);

    [Fact]
    public void Amplitude_OfTwoTonesAtOnce_TellsThemApart()
    {
        var low = Play(new(440, 16_000, 6_000), 16_000);
        var high = Play(new(1_200, 16_000, 3_000), 16_000);
        short[] both = [.. low.Zip(high, (a, b) => (short)(a + b))];

        Assert.InRange(Goertzel.Amplitude(both, 440, 16_000), 5_900, 6_100);
        Assert.InRange(Goertzel.Amplitude(both, 1_200, 16_000), 2_900, 3_100);
    }

    [Fact]
    public void Amplitude_OfSilenceOrNothing_IsZero()
    {
        Assert.Equal(0, Goertzel.Amplitude(new short[1_600], 440, 16_000));
        Assert.Equal(0, Goertzel.Amplitude([], 440, 16_000));
    }

    [Fact]
    public void Tone_FilledInPieces_IsOneSine()
    {
        var pieces = new Tone(440, 16_000);
        var piecewise = new short[1_600];
        for (var start = 0; start < piecewise.Length; start += 160)
        {
            pieces.Fill(piecewise.AsSpan(start, 160));
        }

        var whole = new short[1_600];
        new Tone(440, 16_000).Fill(whole);
        Assert.Equal(whole, piecewise);
    }

    // Half a second.
    private static short[] Play(Tone tone, int rate)
    {
        var samples = new short[rate / 2];
        tone.Fill(samples);
        return samples;
    }
}
