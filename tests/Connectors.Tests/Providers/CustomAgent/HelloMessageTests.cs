using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Providers.CustomAgent.Wire;

namespace Connectors.Tests.Providers.CustomAgent;

public sealed class HelloMessageTests
{
    [Fact]
    public void Hello_WithDefaults_SaysWhatTheDocumentSays() => AssertJson(
        """
        {"type": "hello", "version": 1, "validate": true, "input_rate": 16000, "output_rate": 24000,
         "greeting": {"mode": "as-configured"}, "variables": {}, "history": []}
        """,
        new(new(), new(), isCheck: true));

    [Fact]
    public void Hello_WithEverything_SaysAllOfIt()
    {
        var options = new AgentConnectionOptions
        {
            PreferredInput = AudioFormat.MuLaw8000,
            PreferredOutput = AudioFormat.Pcm16(48_000),
            Language = "de",
            Greeting = new(GreetingMode.Text, "Hallo."),
            DynamicVariables = new Dictionary<string, object> { ["name"] = "Ada", ["age"] = 36L, ["share"] = 0.5, ["vip"] = true },
            History = [new(Speaker.User, "Hi."), new(Speaker.Agent, string.Empty), new(Speaker.Agent, "Hello.")],
            ResumeToken = "token",
        };

        AssertJson(
            """
            {"type": "hello", "version": 1, "validate": false, "input_rate": 8000, "output_rate": 48000,
             "greeting": {"mode": "text", "text": "Hallo."}, "language": "de",
             "variables": {"name": "Ada", "age": 36, "share": 0.5, "vip": true},
             "history": [{"speaker": "user", "text": "Hi."}, {"speaker": "agent", "text": "Hello."}],
             "resume_token": "token", "parameters": {"mood": "calm"}}
            """,
            new(new() { Parameters = JsonElement.Parse("""{"mood": "calm"}""") }, options, isCheck: false));
    }

    [Fact]
    public void Hello_WithALongHistory_HasItsNewestLines()
    {
        var lines = Enumerable.Range(0, 600).Select(i => new ConversationLine(Speaker.User, $"line {i}")).ToList();
        var hello = new HelloMessage(new(), new() { History = lines, Greeting = AgentGreeting.None }, isCheck: false);

        var history = Json(hello)["history"]!.AsArray();
        Assert.True(hello.IsHistoryShortened);
        Assert.Equal((500, "line 599"), (history.Count, (string?)history[^1]!["text"]));
        Assert.Equal("none", (string?)Json(hello)["greeting"]!["mode"]);
    }

    private static void AssertJson(string expected, HelloMessage hello) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), Json(hello)), Json(hello).ToJsonString());

    private static JsonNode Json(HelloMessage hello)
    {
        using var message = hello.ToMessage();
        return JsonNode.Parse(Encoding.UTF8.GetString(message.Written.Span))!;
    }
}
