using System.Buffers;
using System.Text.Json;
using Connectors.Transport;

namespace Connectors.Tests.Abstractions.Transport;

public sealed class MessageBufferTests
{
    [Fact]
    public void Rent_AfterAnotherMessage_IsEmptyAndAsAsked()
    {
        var first = MessageBuffer.Rent(isText: true);
        first.Audio = TimeSpan.FromSeconds(1);
        first.Write("left over"u8);
        first.Dispose();

        using var second = MessageBuffer.Rent(isText: false);

        Assert.Equal(0, second.Written.Length);
        Assert.Equal(TimeSpan.Zero, second.Audio);
        Assert.False(second.IsText);
    }

    [Fact]
    public void Written_AfterGrowing_HoldsEverythingInOrder()
    {
        using var buffer = MessageBuffer.Rent(isText: false);
        var expected = new byte[100_000];
        for (var i = 0; i < expected.Length; i += 1_000)
        {
            expected.AsSpan(i, 1_000).Fill((byte)(i / 1_000));
            buffer.Write(expected.AsSpan(i, 1_000));
        }

        Assert.Equal(expected, buffer.Written.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void GetSpan_WithAHint_HasAtLeastThatMuchRoom(int hint)
    {
        using var buffer = MessageBuffer.Rent(isText: true);

        Assert.True(buffer.GetSpan(hint).Length >= Math.Max(hint, 1));
        Assert.True(buffer.GetMemory(hint).Length >= Math.Max(hint, 1));
    }

    [Fact]
    public void Advance_PastTheRoom_Throws()
    {
        using var buffer = MessageBuffer.Rent(isText: true);
        var room = buffer.GetSpan().Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(room + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
    }

    [Fact]
    public void Buffer_UnderAJsonWriter_HoldsTheMessage()
    {
        using var buffer = MessageBuffer.Rent(isText: true);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBase64String("audio", new byte[3_000]);
            writer.WriteEndObject();
        }

        using var message = JsonDocument.Parse(buffer.Written);
        Assert.Equal(3_000, message.RootElement.GetProperty("audio").GetBytesFromBase64().Length);
    }

    [Fact]
    public void Dispose_OfAHugeMessage_LeavesTheNextOneUsable()
    {
        var huge = MessageBuffer.Rent(isText: false);
        huge.Write(new byte[500_000]);
        huge.Dispose();

        using var next = MessageBuffer.Rent(isText: false);
        next.Write("x"u8);
        Assert.Equal("x"u8, next.Written.Span);
    }

    [Fact]
    public void Rent_WhileOthersAreOut_NeverSharesMemory()
    {
        var buffers = Enumerable.Range(0, 50).Select(_ => MessageBuffer.Rent(isText: false)).ToList();
        for (var i = 0; i < buffers.Count; i++)
        {
            buffers[i].Write([(byte)i]);
        }

        Assert.All(buffers.Select((buffer, i) => (buffer, i)), pair => Assert.Equal([(byte)pair.i], pair.buffer.Written.ToArray()));
        buffers.ForEach(buffer => buffer.Dispose());
    }
}
