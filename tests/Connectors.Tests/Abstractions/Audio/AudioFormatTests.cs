using Connectors.Audio;

namespace Connectors.Tests.Abstractions.Audio;

public sealed class AudioFormatTests
{
    [Theory]
    [InlineData("pcm_16000", AudioEncoding.Pcm16, 16_000)]
    [InlineData("pcm_8000", AudioEncoding.Pcm16, 8_000)]
    [InlineData("pcm_48000", AudioEncoding.Pcm16, 48_000)]
    [InlineData("ulaw_8000", AudioEncoding.MuLaw, 8_000)]
    [InlineData("mulaw_8000", AudioEncoding.MuLaw, 8_000)]
    public void TryParse_OfAProvidersSpelling_GivesTheFormat(string text, AudioEncoding encoding, int rate)
    {
        Assert.True(AudioFormat.TryParse(text, out var format));
        Assert.Equal(new(encoding, rate), format);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pcm")]
    [InlineData("pcm_")]
    [InlineData("_16000")]
    [InlineData("pcm_7999")]
    [InlineData("pcm_48001")]
    [InlineData("pcm_-8000")]
    [InlineData("pcm_16000 ")]
    [InlineData("pcm_16,000")]
    [InlineData("pcm_99999999999")]
    [InlineData("PCM_16000")]
    [InlineData("mp3_44100")]
    [InlineData("opus_48000_32")]
    public void TryParse_OfAnythingElse_IsRefused(string? text) => Assert.False(AudioFormat.TryParse(text, out _));

    [Fact]
    public void ToString_OfAFormat_IsWhatTryParseReads()
    {
        foreach (var format in (AudioFormat[])[AudioFormat.Pcm16(24_000), AudioFormat.MuLaw8000])
        {
            Assert.True(AudioFormat.TryParse(format.ToString(), out var read));
            Assert.Equal(format, read);
        }
    }

    [Theory]
    [InlineData(7_999)]
    [InlineData(48_001)]
    public void Pcm16_WithARateOutsideTheRange_Throws(int rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AudioFormat.Pcm16(rate));

    [Fact]
    public void DurationOf_OneSecondOfBytes_IsOneSecond()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), AudioFormat.Pcm16(24_000).DurationOf(48_000));
        Assert.Equal(TimeSpan.FromSeconds(1), AudioFormat.MuLaw8000.DurationOf(8_000));
        Assert.Equal(TimeSpan.FromMilliseconds(20), AudioFormat.Pcm16(16_000).DurationOf(640));
    }

    [Fact]
    public void DurationOf_ADayOfAudio_DoesNotOverflow() =>
        Assert.Equal(TimeSpan.FromDays(1), AudioFormat.Pcm16(48_000).DurationOf(24L * 3600 * 96_000));

    [Theory]
    [InlineData(20, 882)]
    [InlineData(10, 440)]
    [InlineData(0, 0)]
    public void BytesOf_ATimeAt22050Hz_AreWholeSamples(int milliseconds, long expected) =>
        Assert.Equal(expected, AudioFormat.Pcm16(22_050).BytesOf(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void BytesOf_ALongTime_DoesNotDrift()
    {
        var format = AudioFormat.Pcm16(44_100);

        Assert.Equal(3600L * 88_200, format.BytesOf(TimeSpan.FromHours(1)));
        Assert.Equal(TimeSpan.FromHours(1), format.DurationOf(format.BytesOf(TimeSpan.FromHours(1))));
    }
}
