using Connectors.Events;
using Connectors.Sandbox.Agents;

namespace Connectors.Integration.Tests.Providers.Gemini;

public sealed class GeminiInterruptionTests
{
    // Longer than anything of the old turn may straggle.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task User_WhoSpeaksIntoATurn_CutsItAndIsAnswered(bool forgetsTurnComplete)
    {
        var script = new AgentScript(null, [GeminiTalk.Reply("A long story.", 10), GeminiTalk.Reply("An answer.") with { Delay = Late }]);
        await using var talk = await GeminiTalk.ReadyAsync(
            GeminiTalk.Interruptible with { ForgetsTurnComplete = forgetsTurnComplete, Script = script });
        talk.Speak();
        var first = await talk.HearAsync(0.5);

        talk.Speak();
        var cut = await talk.Told.WaitAsync<AgentEvent.Interrupted>();
        var heard = talk.DurationOf(first);
        var second = await talk.HearTurnAsync();

        Assert.Equal(first, cut.Turn);
        Assert.Equal(heard, talk.DurationOf(first));
        Assert.InRange(heard, 0.5, 9.5);
        Assert.Equal((new TurnId(2), "An answer."), (second, talk.TextOf(second)));
        Assert.Equal(1, talk.DurationOf(second), 3);
        Assert.Single(talk.Told.Events.OfType<AgentEvent.Interrupted>());
    }

    [Fact]
    public async Task User_WhoSpeaksAfterTheGenerationWhileItIsStillHeard_CutsIt()
    {
        var switches = GeminiTalk.Quick with { Script = new(null, [GeminiTalk.Reply("A story.", 20)]), WaitsForPlayback = true };
        await using var talk = await GeminiTalk.ReadyAsync(switches);
        talk.Speak();
        var turn = await talk.HearTurnAsync();

        talk.BeginToSpeak();

        Assert.Equal(turn, (await talk.Told.WaitAsync<AgentEvent.Interrupted>()).Turn);
    }

    [Fact]
    public async Task User_WhoMayNotInterrupt_IsHeardAfterTheTurn()
    {
        await using var talk = await GeminiTalk.ReadyAsync(
            GeminiTalk.Interruptible with { Script = new(null, [GeminiTalk.Reply("A story.", 3)]) },
            """{"turnDetection": {"interrupts": false}}""");
        talk.Speak();
        await talk.HearAsync(0.3);

        talk.BeginToSpeak();
        await talk.HearTurnAsync();

        Assert.Equal(3, talk.DurationOf(new(1)), 3);
        Assert.DoesNotContain(talk.Told.Events, static e => e is AgentEvent.Interrupted);
    }

    [Fact]
    public async Task UserText_WhileTheAgentSpeaks_CutsItAndIsAnswered()
    {
        await using var talk = await GeminiTalk.ReadyAsync(GeminiTalk.Interruptible);
        talk.Speak();
        var first = await talk.HearAsync(0.5);

        talk.Connection.SendUserText("Stop it. What time is it?");
        Assert.Equal(first, (await talk.Told.WaitAsync<AgentEvent.Interrupted>()).Turn);

        Assert.Equal("An answer.", talk.TextOf(await talk.HearTurnAsync()));
        Assert.Single(talk.Told.Events.OfType<AgentEvent.Interrupted>());
    }

    [Fact]
    public async Task Host_WhoInterrupts_SilencesAModelThatTakesContents()
    {
        await using var talk = await GeminiTalk.ReadyAsync(GeminiTalk.Interruptible, GeminiTalk.TakesContents);
        talk.Speak();
        var first = await talk.HearAsync(0.5);

        Assert.Equal(SendResult.Accepted, talk.Connection.Interrupt());
        await talk.Told.WaitAsync<AgentEvent.Interrupted>();
        var heard = talk.DurationOf(first);
        talk.Connection.SendUserText("Go on.");
        await talk.HearTurnAsync();

        Assert.Equal(heard, talk.DurationOf(first));
        Assert.Single(talk.Told.Events.OfType<AgentEvent.Interrupted>());
    }

    [Fact]
    public async Task Host_WhoInterruptsAModelThatTakesText_IsRefused()
    {
        await using var talk = await GeminiTalk.ReadyAsync();

        Assert.Equal(SendResult.NotSupported, talk.Connection.Interrupt());
        Assert.Equal(SendResult.NotSupported, talk.Connection.AddContext("note", null));
    }
}
