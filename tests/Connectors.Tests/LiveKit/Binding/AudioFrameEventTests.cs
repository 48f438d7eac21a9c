using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;
using Google.Protobuf;

namespace Connectors.Tests.LiveKit.Binding;

public sealed class AudioFrameEventTests
{
    [Theory]
    [InlineData(1, 2, 0x7fff_1234_5678, 480)]
    [InlineData(long.MaxValue, ulong.MaxValue, 1, 960)]
    public void TryRead_OfAFrame_ReadsWhatTheGeneratedParserReads(ulong stream, ulong frame, ulong address, uint samples)
    {
        var encoded = Frame(stream, frame, address, samples).ToByteArray();

        Assert.True(AudioFrameEvent.TryRead(encoded, out var read));
        Assert.Equal(new(stream, frame, (nint)address, 1, 48_000, (int)samples), read);
    }

    [Fact]
    public void TryRead_OfAnotherEvent_LeavesItToTheParser()
    {
        FfiEvent[] others =
        [
            new() { RoomEvent = new() { RoomHandle = 4, Reconnecting = new() } },
            new() { AudioStreamEvent = new() { StreamHandle = 3, Eos = new() } },
            new() { Panic = new() { Message = "a panic" } },
            new(),
        ];

        Assert.All(others, other => Assert.False(AudioFrameEvent.TryRead(other.ToByteArray(), out _)));
    }

    [Fact]
    public void TryRead_OfAFrameCutShortOrGarbled_ReadsNothingBeyondIt()
    {
        var encoded = Frame(5, 6, 7, 480).ToByteArray();
        var random = new Random(7);
        for (var length = 0; length < encoded.Length; length++)
        {
            Assert.False(AudioFrameEvent.TryRead(encoded.AsSpan(0, length), out _));
        }

        for (var i = 0; i < 10_000; i++)
        {
            var garbled = (byte[])encoded.Clone();
            garbled[random.Next(garbled.Length)] = (byte)random.Next(256);
            // Whether it can be read doesn't matter; that it returns does.
            _ = AudioFrameEvent.TryRead(garbled, out _);
        }
    }

    [Fact]
    public void TryRead_WithUnknownFieldsOfAllTypes_SkipsThem()
    {
        // 9: varint, 10: fixed64, 11: bytes, 12: fixed32, in front of the event.
        byte[] unknown = [9 << 3, 1, (10 << 3) | 1, 1, 2, 3, 4, 5, 6, 7, 8, (11 << 3) | 2, 2, 0xff, 0xff, (12 << 3) | 5, 1, 2, 3, 4];

        Assert.True(AudioFrameEvent.TryRead([.. unknown, .. Frame(5, 6, 7, 480).ToByteArray()], out var read));
        Assert.Equal(5UL, read.Stream);
    }

    private static FfiEvent Frame(ulong stream, ulong frame, ulong address, uint samples) => new()
    {
        AudioStreamEvent = new()
        {
            StreamHandle = stream,
            FrameReceived = new()
            {
                Frame = new()
                {
                    Handle = new() { Id = frame },
                    Info = new() { DataPtr = address, NumChannels = 1, SampleRate = 48_000, SamplesPerChannel = samples },
                },
            },
        },
    };
}
