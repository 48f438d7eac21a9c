using System.Text;
using System.Text.Json.Nodes;
using Connectors.LiveAvatar.Lite;

namespace Connectors.Tests.LiveAvatar.Lite;

public sealed class LiteCommandsTests : IDisposable
{
    private readonly LiteCommands _commands = new();

    public void Dispose() => _commands.Dispose();

    [Fact]
    public void Speak_IsOneTextMessageWithItsTime()
    {
        var audio = Enumerable.Range(0, 4_800).Select(static i => (byte)(i * 7)).ToArray();

        using var message = _commands.Speak("turn \"1\"", audio);

        var json = JsonNode.Parse(message.Written.Span)!;
        Assert.Equal("agent.speak", (string?)json["type"]);
        Assert.Equal("turn \"1\"", (string?)json["event_id"]);
        Assert.Equal(audio, Convert.FromBase64String((string)json["audio"]!));
        Assert.Equal(TimeSpan.FromMilliseconds(100), message.Audio);
        Assert.True(message.IsText);
    }

    [Fact]
    public void PlainCommand_WithoutAnUtterance_HasNoId()
    {
        using var without = _commands.Plain("agent.interrupt"u8, null);
        using var with = _commands.Plain("agent.speak_end"u8, "a");

        Assert.Equal("""{"type":"agent.interrupt"}""", Encoding.UTF8.GetString(without.Written.Span));
        Assert.Equal("""{"type":"agent.speak_end","event_id":"a"}""", Encoding.UTF8.GetString(with.Written.Span));
    }
}
