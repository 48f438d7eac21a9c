using System.Text;
using Connectors.Providers.Cartesia.Wire;

namespace Connectors.Tests.Providers.Cartesia;

public sealed class ServerMessageTests
{
    [Theory]
    [InlineData("""{"event":"media_output","stream_id":"s","media":{"payload":"AAAA"}}""", "media_output", "AAAA")]
    [InlineData("""{"media":{"track":[1],"payload":"AA\u0041A"},"more":{"event":"x"},"event":"media_output"}""", "media_output", "AAAA")]
    [InlineData("""{"event":"media_output","media":7}""", "media_output", "")]
    [InlineData("""{"event":"media_output","media":{"payload":{"payload":"AAAA"}}}""", "media_output", "")]
    [InlineData("""{"event":"clear"}""", "clear", "")]
    public void Message_OfAnyShape_IsReadInOnePass(string json, string name, string payload)
    {
        Assert.True(ServerMessage.TryRead(Encoding.UTF8.GetBytes(json), out var message));

        Assert.Equal((name, payload), (Encoding.UTF8.GetString(message.Event), Encoding.UTF8.GetString(message.Payload)));
        Assert.Equal(name == "media_output", message.IsAudio);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"event":7}""")]
    [InlineData("""{"event":"clear"} {}""")]
    [InlineData("""{"event":"clear",}""")]
    [InlineData("""{"event":"\ud800"}""")]
    public void Message_ThatIsNone_IsRefused(string json) => Assert.False(ServerMessage.TryRead(Encoding.UTF8.GetBytes(json), out _));
}
