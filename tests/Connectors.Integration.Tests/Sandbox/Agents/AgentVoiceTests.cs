using Connectors.Audio;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Sound;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Sandbox.Agents;

public sealed class AgentVoiceTests
{
    [Theory]
    [InlineData(8_000)]
    [InlineData(24_000)]
    [InlineData(48_000)]
    public async Task BestVoice_AtAnyRate_SoundsAsLongAsSpeech(int rate)
    {
        var samples = await AgentVoice.Best.SpeakAsync("Hello, this is a test.", rate, TestContext.Current.CancellationToken);

        Assert.InRange((double)samples.Length / rate, 0.8, 4);
        Assert.True(Rms(samples) > 500);
    }

    [Fact]
    public async Task FormantVoice_ForText_SoundsAsLongAsSpeech()
    {
        var samples = await new FormantVoice().SpeakAsync("Hello, this is a test.", 16_000, TestContext.Current.CancellationToken);

        Assert.InRange(samples.Length / 16_000d, 0.8, 4);
        Assert.True(Rms(samples) > 500);
    }

    [Fact]
    public async Task ToneVoice_ForText_PlaysItsFrequencyForTheTextsLength()
    {
        var voice = new ToneVoice(700);

        var samples = await voice.SpeakAsync("0123456789", 24_000, TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromMilliseconds(600), voice.DurationOf("0123456789"));
        Assert.Equal(14_400, samples.Length);
        Assert.InRange(Goertzel.Amplitude(samples, 700, 24_000), 7_500, 8_500);
    }

    [Theory]
    [InlineData(22_050, 16_000)]
    [InlineData(22_050, 48_000)]
    public void RateConversion_OfATone_KeepsPitchAndLevelAndFoldsNothingBack(int from, int to)
    {
        var samples = new short[from];
        new Tone(1_000, from).Fill(samples);

        var converted = RateConversion.Convert(samples, from, to);

        Assert.Equal(to, converted.Length);
        Assert.InRange(Goertzel.Amplitude(converted, 1_000, to), 7_900, 8_100);
        Assert.True(Goertzel.Amplitude(converted, 5_050, to) < 8);
    }

    [Fact]
    public void MuLaw_ThereAndBack_StaysWithinItsStep()
    {
        short[] samples = [0, 1, -1, 100, -100, 1_000, -1_000, 32_000, short.MinValue];

        var coded = SampleCoding.Encode(samples, AudioFormat.MuLaw8000);

        Assert.All(samples, (sample, index) =>
        {
            var error = Math.Abs(SampleCoding.Decode(coded, index, AudioFormat.MuLaw8000) - sample);
            Assert.InRange(error, 0, 8 + (Math.Abs((int)sample) / 16));
        });
        Assert.Equal(0xff, coded[0]);
    }

    [Fact]
    public async Task BurstSender_WithoutLimitOfSpeed_SendsOddPiecesThatAreTheAudio()
    {
        var audio = new byte[300_000];
        new Random(1).NextBytes(audio);
        var pieces = new List<byte[]>();
        var sender = new BurstSender(new() { Speed = double.PositiveInfinity }, new FakeTime());

        await sender.SendAsync(audio, AudioFormat.Pcm16(24_000), piece => Keep(pieces, piece), TestContext.Current.CancellationToken);

        Assert.True(pieces.Count > 8);
        Assert.All(pieces.SkipLast(1), piece => Assert.Equal(1, piece.Length % 2));
        Assert.True(pieces.Select(piece => piece.Length).Distinct().Count() > 4);
        Assert.Equal(audio, pieces.SelectMany(piece => piece));
    }

    private static Task Keep(List<byte[]> pieces, ReadOnlyMemory<byte> piece)
    {
        pieces.Add(piece.ToArray());
        return Task.CompletedTask;
    }

    private static double Rms(short[] samples) => Math.Sqrt(samples.Average(sample => (double)sample * sample));
}
