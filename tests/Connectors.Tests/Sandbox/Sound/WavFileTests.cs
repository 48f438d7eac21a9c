using System.Buffers.Binary;
using System.Text;
using Connectors.Sandbox.Sound;

namespace Connectors.Tests.Sandbox.Sound;

public sealed class WavFileTests
{
    [Fact]
    public void Write_ThenRead_GivesTheSameAudio()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var written = new WavFile(22_050, [0, 1, -1, short.MaxValue, short.MinValue]);
            written.Write(path);
            var read = WavFile.Read(path);

            Assert.Equal(written.SampleRate, read.SampleRate);
            Assert.Equal(written.Samples, read.Samples);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Duration_OfAFile_IsSamplesByRate() =>
        Assert.Equal(TimeSpan.FromSeconds(0.5), new WavFile(8_000, new short[4_000]).Duration);

    [Fact]
    public void Parse_WithTwoChannels_Averages() =>
        Assert.Equal([15, -15], WavFile.Parse(Wav(Format(channels: 2), Chunk("data", Pcm(10, 20, -10, -20))), "a").Samples);

    [Fact]
    public void Parse_WithAFalseLength_TakesWhatIsThere()
    {
        // espeak-ng --stdout writes 0x7ffff000.
        var data = Chunk("data", Pcm(1, 2, 3));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), 0x7ffff000);

        Assert.Equal([1, 2, 3], WavFile.Parse(Wav(Format(), data), "a").Samples);
    }

    [Fact]
    public void Parse_WithOtherChunksAround_SkipsThemAndTheirPadding()
    {
        var bytes = Wav(Chunk("LIST", [1, 2, 3]), Format(), Chunk("fact", [0, 0]), Chunk("data", Pcm(7)));

        Assert.Equal([7], WavFile.Parse(bytes, "a").Samples);
    }

    [Fact]
    public void Parse_OfAnExtensibleFormat_ReadsPcm() =>
        Assert.Equal([5], WavFile.Parse(Wav(Format(coding: 0xfffe), Chunk("data", Pcm(5))), "a").Samples);

    [Theory]
    [InlineData("", "not a WAV file")]
    [InlineData("RIFFxxxxAVI ", "not a WAV file")]
    [InlineData("RIFFxxxxWAVE", "without audio")]
    public void Parse_OfSomethingElse_SaysWhat(string bytes, string reason) => AssertRefused(Encoding.ASCII.GetBytes(bytes), reason);

    [Fact]
    public void Parse_OfAFormatWeDoNotTake_SaysWhich()
    {
        AssertRefused(Wav(Format(bits: 8), Chunk("data", [1])), "8 bits");
        AssertRefused(Wav(Format(coding: 3), Chunk("data", [1])), "coding 3");
        AssertRefused(Wav(Format(rate: 96_000), Chunk("data", [1])), "96000 Hz");
        AssertRefused(Wav(Format(channels: 0), Chunk("data", [1])), "0 channels");
        AssertRefused(Wav(Chunk("data", Pcm(1))), "format chunk");
    }

    private static void AssertRefused(byte[] bytes, string reason)
    {
        var refused = Assert.Throws<InvalidDataException>(() => WavFile.Parse(bytes, "speech.wav"));

        Assert.StartsWith("speech.wav: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Wav(params byte[][] chunks) => [.. "RIFF\0\0\0\0WAVE"u8, .. chunks.SelectMany(chunk => chunk)];

    private static byte[] Chunk(string id, byte[] body)
    {
        var chunk = new byte[8 + body.Length + (body.Length & 1)];
        Encoding.ASCII.GetBytes(id, chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), body.Length);
        body.CopyTo(chunk, 8);
        return chunk;
    }

    private static byte[] Format(ushort coding = 1, ushort channels = 1, int rate = 16_000, ushort bits = 16)
    {
        var body = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(body, coding);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2), channels);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), rate);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(14), bits);
        return Chunk("fmt ", body);
    }

    private static byte[] Pcm(params short[] samples)
    {
        var bytes = new byte[samples.Length * 2];
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), samples[i]);
        }

        return bytes;
    }
}
