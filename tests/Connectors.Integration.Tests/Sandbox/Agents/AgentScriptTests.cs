using System.Text;
using Connectors.Sandbox.Agents;

namespace Connectors.Integration.Tests.Sandbox.Agents;

public sealed class AgentScriptTests
{
    [Fact]
    public void Script_WithEveryMember_IsReadAsWritten()
    {
        var script = Read("""
            {
              // comments are allowed
              "greeting": "Hello.",
              "replies": [
                "Plain.",
                { "text": "It is {tool}.", "audio": {"tone": 440, "seconds": 1.5}, "delayMs": 300,
                  "tool": {"name": "get_weather", "arguments": {"city": "Bern"}, "expectsResult": false} },
                { "text": "Bye.", "audio": "none", "hangUp": true },
              ]
            }
            """);

        Assert.Equal("Hello.", script.Greeting?.Text);
        Assert.Equal(new AgentReply { Text = "Plain." }, script.ReplyTo(0));
        Assert.Equal(
            new AgentReply
            {
                Text = "It is {tool}.",
                Audio = ReplyAudio.Tone(440, TimeSpan.FromSeconds(1.5)),
                Delay = TimeSpan.FromMilliseconds(300),
                Tool = new("get_weather", """{"city": "Bern"}""", ExpectsResult: false),
            },
            script.ReplyTo(1));
        Assert.Equal(new AgentReply { Text = "Bye.", Audio = ReplyAudio.None, HangUp = true }, script.ReplyTo(2));
        Assert.Equal("Plain.", script.ReplyTo(3).Text);
    }

    [Theory]
    [InlineData("""{"replies": ["a"]}""")]
    [InlineData("""{"greeting": "", "replies": ["a"]}""")]
    public void Script_WithoutGreeting_LetsTheUserBegin(string json) => Assert.Null(Read(json).Greeting);

    [Fact]
    public void Script_WithSeveralErrors_NamesThemAll()
    {
        var error = Assert.Throws<InvalidDataException>(() => Read("""
            { "greetings": "x", "replies": [ {"txt": "a"}, {"text": "b", "delayMs": -1, "hangUp": "yes"},
              {"text": "c", "audio": {"tone": 5, "seconds": 1}}, {"text": "d", "audio": {"wav": "nowhere.wav"}}, 7 ] }
            """));

        Assert.Contains("'greetings'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'txt'", error.Message, StringComparison.Ordinal);
        Assert.Contains("replies[0].text must be a text", error.Message, StringComparison.Ordinal);
        Assert.Contains("replies[1].delayMs", error.Message, StringComparison.Ordinal);
        Assert.Contains("replies[1].hangUp", error.Message, StringComparison.Ordinal);
        Assert.Contains("replies[2].audio.tone", error.Message, StringComparison.Ordinal);
        Assert.Contains("replies[3].audio.wav", error.Message, StringComparison.Ordinal);
        Assert.Contains("replies[4] must be an object", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"replies": []}""")]
    [InlineData("""{"replies": "a"}""")]
    [InlineData("{\"replies\": [")]
    public void Script_ThatIsNone_IsRefused(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    private static AgentScript Read(string json) => AgentScriptReader.Read(Encoding.UTF8.GetBytes(json), "test.json", ".");
}
