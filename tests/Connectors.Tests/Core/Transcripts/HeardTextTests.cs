using Connectors.Core.Transcripts;

namespace Connectors.Tests.Core.Transcripts;

public sealed class HeardTextTests
{
    private const string Text = "The quick brown fox jumps over the lazy dog";

    [Theory]
    [InlineData(0, "")]
    [InlineData(-1, "")]
    [InlineData(0.4, "")]
    [InlineData(1.0, "The")]
    [InlineData(5.0, "The quick brown fox")]
    [InlineData(9.9, "The quick brown fox jumps over the lazy")]
    [InlineData(10.0, Text)]
    [InlineData(11.0, Text)]
    public void Estimate_PartOfTenSeconds_IsThatPartOfTheTextInWholeWords(double heard, string expected)
    {
        Assert.Equal(expected, HeardText.Estimate(Text, TimeSpan.FromSeconds(heard), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Estimate_NoAudio_IsNothing()
    {
        Assert.Equal("", HeardText.Estimate(Text, TimeSpan.FromSeconds(1), TimeSpan.Zero));
    }

    [Fact]
    public void Estimate_WholeTextButFirstAudioOnly_IsBoundedByTheSpeedOfSpeech()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 200));

        var heard = HeardText.Estimate(text, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        Assert.Equal(string.Join(' ', Enumerable.Repeat("word", 12)), heard);
    }

    [Fact]
    public void Estimate_WordThatEndsExactlyThere_IsHeardWhole()
    {
        Assert.Equal("abcd", HeardText.Estimate("abcd efghi", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("今日は良い天気ですね", "今日は良い")]
    [InlineData("🎧🎧🎧🎧🎧", "🎧🎧")]
    [InlineData("Donaudampfschiff", "Donaudam")]
    public void Estimate_TextWithoutSpaces_IsCutBetweenCharacters(string text, string expected)
    {
        Assert.Equal(expected, HeardText.Estimate(text, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Estimate_LongFirstWord_WasNotHeard()
    {
        Assert.Equal("", HeardText.Estimate("Donaudampfschiff ahoi", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)));
    }
}
