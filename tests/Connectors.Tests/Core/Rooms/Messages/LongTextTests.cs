using System.Buffers;
using System.Text;
using System.Text.Json;
using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Messages;

namespace Connectors.Tests.Core.Rooms.Messages;

public sealed class LongTextTests
{
    private const string Session = "7a564c24-0f0a-4f3a-9c53-6a5a6c7f1d11";

    [Fact]
    public void WriteText_LongTranscription_IsSplitBehindSpacesAndMarked()
    {
        var text = string.Concat(Enumerable.Range(0, 6_000).Select(number => $"word{number} "));

        var parts = WriteAll(RoomTextKind.AvatarTranscription, text);

        Assert.Equal(4, parts.Count);
        Assert.Equal(text, string.Concat(parts.Select(part => part.GetProperty("text").GetString())));
        Assert.All(parts, part => Assert.EndsWith(" ", part.GetProperty("text").GetString(), StringComparison.Ordinal));
        Assert.All(parts.SkipLast(1), part => Assert.True(part.GetProperty("continues").GetBoolean()));
        Assert.False(parts[^1].TryGetProperty("continues", out _));
    }

    [Fact]
    public void WriteText_LongChunk_BecomesChunks()
    {
        var text = new string('x', 30_000);

        var parts = WriteAll(RoomTextKind.UserTranscriptionChunk, text);

        Assert.Equal(3, parts.Count);
        Assert.Equal(text, string.Concat(parts.Select(part => part.GetProperty("text").GetString())));
        Assert.All(parts, part => Assert.False(part.TryGetProperty("continues", out _)));
    }

    [Theory]
    [InlineData("🎧")]
    [InlineData("漢")]
    [InlineData("é")]
    [InlineData("\"")]
    [InlineData("\u0001")]
    [InlineData("\ue000")]
    [InlineData("\U000F0000")]
    [InlineData("a🎧\\")]
    public void WriteText_ManyBytesPerCharacter_NeverExceedsThePacketOrCutsACharacter(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, 20_000 / pattern.Length));

        var parts = WriteAll(RoomTextKind.UserTranscription, text);

        Assert.Equal(text, string.Concat(parts.Select(part => part.GetProperty("text").GetString())));
        Assert.All(parts, part => Assert.False(char.IsLowSurrogate(part.GetProperty("text").GetString()![0])));
    }

    [Fact]
    public void WriteText_LoneSurrogates_AreReplacedAndStillFit()
    {
        var parts = WriteAll(RoomTextKind.UserTranscription, new string('\ud83c', 10_000));

        Assert.Equal(new string('\ufffd', 10_000), string.Concat(parts.Select(part => part.GetProperty("text").GetString())));
    }

    [Fact]
    public void WriteText_ShortTextWithLongestEnvelope_FillsThePacketAlmost()
    {
        var parts = WriteAll(RoomTextKind.AvatarTranscriptionChunk, new string('x', 14_000), new string('"', RoomLimits.EventIdLength));

        // The room kept for the envelope is not so large that packets stay half empty.
        Assert.Equal(2, parts.Count);
        Assert.InRange(parts[0].GetProperty("text").GetString()!.Length, 12_500, RoomLimits.DataBytes);
    }

    [Fact]
    public void WriteText_RandomTexts_AlwaysComeBackWhole()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var text = RandomText(random, random.Next(40_000));
            var parts = WriteAll(RoomTextKind.UserTranscriptionChunk, text);
            Assert.Equal(text, string.Concat(parts.Select(part => part.GetProperty("text").GetString())));
        }
    }

    private static string RandomText(Random random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            var rune = random.Next(4) == 0 ? random.Next(0x110000) : random.Next(0x20, 0x7f);
            text.Append(Rune.IsValid(rune) ? new Rune(rune).ToString() : " ");
        }

        return text.ToString();
    }

    private static List<JsonElement> WriteAll(RoomTextKind kind, string text, string? source = null)
    {
        using var writer = new RoomMessageWriter(Session);
        var buffer = new ArrayBufferWriter<byte>();
        List<JsonElement> parts = [];
        var rest = text.AsSpan();
        do
        {
            buffer.ResetWrittenCount();
            rest = rest[writer.WriteText(buffer, kind, rest, source)..];
            Assert.InRange(buffer.WrittenCount, 1, RoomLimits.DataBytes);
            parts.Add(JsonElement.Parse(buffer.WrittenSpan));
        }
        while (!rest.IsEmpty);

        return parts;
    }
}
