using System.Text;
using Connectors.Providers.Gemini.Wire;

namespace Connectors.Tests.Providers.Gemini;

public sealed class ServerMessageTests
{
    [Theory]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"AAAA"}}]}}}""")]
    [InlineData("""
        { "serverContent" : { "modelTurn" : { "role" : "model", "parts" : [
          { "inlineData" : { "data" : "AAAA", "mimeType" : "audio/pcm;rate=24000" } } ] } } }
        """)]
    public void Message_ThatIsAudioOnly_IsReadAtOnce(string json)
    {
        Assert.True(ServerMessage.TryRead(Encoding.UTF8.GetBytes(json), out var message));

        Assert.True(message.IsAudio);
        Assert.Equal("AAAA"u8, message.Data);
        Assert.Equal("audio/pcm;rate=24000"u8, message.MimeType);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"setupComplete":{}}""")]
    [InlineData("""{"serverContent":{"turnComplete":true}}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[]}}}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"text":"x"}]}}}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"AAAA"}}]},"turnComplete":true}}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"AAAA"}}]}},"usageMetadata":{}}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"AAAA"}},{"inlineData":{"data":"BBBB"}}]}}}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"AAAA"},"thought":true}]}}}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"\u0041AAA"}}]}}}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[null,{"inlineData":{"data":"AAAA"}}]}}}""")]
    [InlineData("""{"serverContent":[{"modelTurn":{}}]}""")]
    public void Message_WithAnythingElse_IsLeftToBeLookedAt(string json)
    {
        Assert.True(ServerMessage.TryRead(Encoding.UTF8.GetBytes(json), out var message));
        Assert.False(message.IsAudio);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"AAAA"}}]}}""")]
    public void Message_ThatIsNoObject_IsRefused(string json) =>
        Assert.False(ServerMessage.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Message_NestedTooDeep_IsRefused() => Assert.False(
        ServerMessage.TryRead(Encoding.UTF8.GetBytes($"{{\"b\":{new string('[', 100)}{new string(']', 100)}}}"), out _));

    [Theory]
    [InlineData("", true)]
    [InlineData("audio/pcm;rate=24000", true)]
    [InlineData("audio/pcm; rate=24000", true)]
    [InlineData("audio/pcm", true)]
    [InlineData("audio/pcm;rate=16000", false)]
    [InlineData("audio/pcm;rate=", false)]
    [InlineData("audio/opus", false)]
    public void Audio_OfThisType_CanBePlayed(string type, bool can) =>
        Assert.Equal(can, AudioType.IsOutput(Encoding.UTF8.GetBytes(type)));

    [Theory]
    [InlineData("50s", 50)]
    [InlineData("9.5s", 9.5)]
    [InlineData("0.000000001s", 0)]
    [InlineData("-3s", 0)]
    [InlineData("1e999s", 0)]
    [InlineData("NaNs", 0)]
    [InlineData("s", 0)]
    [InlineData("50", 0)]
    [InlineData(null, 0)]
    public void Duration_AsProtocolBuffersWriteIt_IsRead(string? text, double seconds) =>
        Assert.Equal(seconds, TimeText.Read(text).TotalSeconds, 6);
}
