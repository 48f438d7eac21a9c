using Connectors.Core.Sessions;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox;
using Connectors.Sandbox.Demo;

namespace Connectors.Rtc.Tests.Sandbox.Demo;

/// <summary>The product's main job, through a real room: each connector, each with its sandbox.</summary>
public sealed class ConversationTests(RtcFixture rtc)
{
    private const string Talkative = """
        {"greeting":"Hello.","replies":["This answer is long enough to be interrupted by somebody who speaks into it."]}
        """;

    private const string Farewell = """
        {"greeting":"Hello.","replies":[{"text":"Good bye, it was nice to talk to you.","hangUp":true}]}
        """;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai-realtime")]
    [InlineData("gemini-live")]
    [InlineData("deepgram")]
    [InlineData("custom")]
    [InlineData("cartesia-line")]
    [InlineData("cartesia-managed")]
    public async Task User_SpeaksAndInterrupts_IsAnsweredByTheAvatar(string connector)
    {
        Assert.NotNull(rtc.Server);
        var figures = await ConverseAsync(connector, Talkative, "--turns", "2", "--interrupt-after", "1.2");
        Assert.Empty(figures.Missing);
        Assert.Equal(SessionResult.Completed.ToString(), figures.End?.Result);
        Assert.Equal(2, figures.Interruptions.Count);
        Assert.Equal(2, figures.Turns.Count(turn => turn.WasInterrupted));
        Assert.All(figures.Turns, turn => Assert.InRange(turn.HeardMs, 500, 60_000));
        Figures.Report($"{connector}: added up {figures.AddedUpMs}, interruptions {string.Join(", ", figures.Interruptions)}");
    }

    [Fact]
    public async Task Agent_HangsUp_TheSessionEndsAfterItsLastWords()
    {
        Assert.NotNull(rtc.Server);
        var figures = await ConverseAsync("elevenlabs", Farewell, "--turns", "1");
        Assert.Empty(figures.Missing);
        Assert.Equal(SessionEndReasons.AgentHungUp, figures.End?.Reason);
        Assert.InRange(figures.Turns[^1].HeardMs, 1_000, 10_000);
    }

    private async Task<DemoFigures> ConverseAsync(string connector, string script, params string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("connectors-test-").FullName;
        var file = Path.Combine(folder, "script.json");
        await File.WriteAllTextAsync(file, script, _cancellation);
        var line = CommandLine.Parse(["--connector", connector, "--agent-script", file, .. args], DemoOptions.All);
        var options = await DemoOptions.ReadAsync(line, _cancellation);
        await using var world = await DemoWorld.StartAsync(options, TimeProvider.System, _cancellation);
        await using var conversation = new DemoConversation(world, new(TimeProvider.System, TextWriter.Null));
        await conversation.RunAsync(_cancellation);
        return new DemoAnalysis(conversation, world).Figures();
    }
}
