using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Connectors.Audio;
using Connectors.Core.Audio;

namespace Connectors.Tests.Core.Audio;

public sealed class UploadedAudioTests
{
    [Theory]
    [InlineData(24_000, 1, 7)]
    [InlineData(48_000, 2, 1_001)]
    [InlineData(8_000, 2, 3)]
    [InlineData(44_100, 1, 1)]
    public void Wav_OfEachKind_InPiecesOfAnySize_IsPcmOfTheAvatar(int rate, int channels, int piece)
    {
        var file = Wav(1, rate, channels, 16, Samples(rate, channels), notes: 33);

        var pcm = Convert(null, file, piece);

        Assert.Equal(24_000, pcm.Length, 5.0);
        Assert.InRange(pcm[12_000], 3_990, 4_010);
    }

    [Fact]
    public void Wav_OfUnknownLength_IsReadToItsEnd()
    {
        var file = Wav(1, 24_000, 1, 16, Samples(24_000, 1));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), uint.MaxValue);

        Assert.Equal(24_000, Convert(null, file, 4_096).Length);
    }

    [Fact]
    public void Pcm_IsReadAsItIsSaidToBe()
    {
        var pcm = Convert(new(AudioEncoding.Pcm16, 12_000, 2), Samples(12_000, 2), 5);

        Assert.Equal(24_000, pcm.Length, 5.0);
        Assert.InRange(pcm[12_000], 3_990, 4_010);
    }

    [Theory]
    [InlineData(3, 24_000, 1, 32)]
    [InlineData(1, 24_000, 1, 24)]
    [InlineData(1, 24_000, 6, 16)]
    [InlineData(1, 96_000, 1, 16)]
    [InlineData(1, 4_000, 1, 16)]
    public void Wav_OfAKindThatIsNotTaken_IsRefusedWithTheKindsThatAre(int code, int rate, int channels, int bits) =>
        Assert.Contains("PCM of 16 bit", Refusal(Wav(code, rate, channels, bits, new byte[100])), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("RIFF")]
    [InlineData("RIFF____WAVEfmt ")]
    public void Wav_CutInItsHead_IsRefused(string text) =>
        Assert.Contains("ends before", Refusal(System.Text.Encoding.ASCII.GetBytes(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("ID3 an mp3 it is")]
    [InlineData("RIFF____AVI LIST")]
    [InlineData("RIFF____WAVELIST\uFFFF")]
    public void OtherFiles_AreRefused(string text) =>
        Assert.NotNull(Refusal(System.Text.Encoding.UTF8.GetBytes(text)));

    private static string? Refusal(byte[] file)
    {
        var pcm = new ArrayBufferWriter<byte>();
        var input = new UploadedAudio(null);
        return input.Add(file, pcm) ?? input.End(pcm);
    }

    private static short[] Convert(UploadFormat? format, byte[] file, int piece)
    {
        var pcm = new ArrayBufferWriter<byte>();
        var input = new UploadedAudio(format);
        foreach (var part in file.Chunk(piece))
        {
            Assert.Null(input.Add(part, pcm));
        }

        Assert.Null(input.End(pcm));
        return MemoryMarshal.Cast<byte, short>(pcm.WrittenSpan).ToArray();
    }

    // A second of 3,000 on the one channel and 5,000 on the other, or of 4,000.
    private static byte[] Samples(int rate, int channels)
    {
        var samples = new short[rate * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = channels == 1 ? (short)4_000 : (short)(i % 2 == 0 ? 3_000 : 5_000);
        }

        return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
    }

    private static byte[] Wav(int code, int rate, int channels, int bits, byte[] samples, int notes = -1)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + samples.Length);
        writer.Write("WAVE"u8);
        if (notes >= 0)
        {
            writer.Write("LIST"u8);
            writer.Write(notes);
            writer.Write(new byte[notes + (notes & 1)]);
        }

        writer.Write("fmt "u8);
        writer.Write(16);
        writer.Write((short)code);
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * channels * bits / 8);
        writer.Write((short)(channels * bits / 8));
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(samples.Length);
        writer.Write(samples);
        writer.Flush();
        return file.ToArray();
    }
}
