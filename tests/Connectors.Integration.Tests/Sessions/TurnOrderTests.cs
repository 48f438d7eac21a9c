using Connectors.Core.Sessions;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Turns as providers also send them, in whole sessions: what is heard, and what the page reads.</summary>
public sealed class TurnOrderTests
{
    private const double Seconds = 0.5;

    public static TheoryData<string> Connectors => ProviderFaultTests.Connectors;

    public static TheoryData<string, bool> Orders => [.. ProviderFaultTests.Connectors
        .Where(static name => name.Data != "cartesia-line")
        .SelectMany(static name => (bool[])[false, true], static (name, isEarly) => (name.Data, isEarly))];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Text_BeforeOrAfterTheAudio_IsReadOnce(string connector, bool isEarly)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.FarSide.BeginTurnAsync();
        await (isEarly ? stage.FarSide.TellAsync("Hello Ada.") : Task.CompletedTask);
        await SoundAsync(stage, 400);
        await (isEarly ? Task.CompletedTask : stage.FarSide.TellAsync("Hello Ada."));
        await stage.FarSide.EndTurnAsync();
        await stage.WaitAsync<SessionEvent>(0, static e => SessionTalk.IsWhole(e, Seconds));
        await stage.Talk.AnswerAsync(700);

        Assert.InRange(stage.Talk.Heard(400), Seconds - 0.1, Seconds + 0.1);
        Assert.Single(TextsOf(stage), static text => text == "Hello Ada.");
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Turns_OneUponTheOther_AreBothHeardAndReadAndTheSessionGoesOn(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        foreach (var (tone, text) in ((double, string)[])[(400, "One."), (1_000, "Two.")])
        {
            await stage.FarSide.BeginTurnAsync();
            await TellAsync(stage, text);
            await SoundAsync(stage, tone);
        }

        await stage.FarSide.EndTurnAsync();
        await BothHeardAsync(stage);
        await stage.Talk.ConverseAsync(700);

        Assert.InRange(stage.Talk.Heard(400), Seconds - 0.1, Seconds + 0.1);
        Assert.InRange(stage.Talk.Heard(1_000), Seconds - 0.1, Seconds + 0.1);
        Assert.DoesNotContain(stage.Watch.Entries, static entry => entry.Event is SessionEvent.Interrupted);
        if (connector != "cartesia-line")
        {
            // The whole of a text that was told in pieces is known when its turn was heard, perhaps after that of the next.
            var read = string.Join(' ', TextsOf(stage).Where(static text => text is not ("text" or "ok")).Order());
            Assert.Equal("One.Two.", read.Replace(" ", string.Empty, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Turn_ThatIsNeverEnded_IsOverWhenItWasHeardAndTheSessionGoesOn(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.FarSide.BeginTurnAsync();
        await TellAsync(stage, "One.");
        await SoundAsync(stage, 400);
        await stage.WaitAsync<SessionEvent>(0, static e => SessionTalk.IsWhole(e, Seconds));
        Assert.InRange(stage.Talk.Heard(400), Seconds - 0.1, Seconds + 0.1);

        await stage.Talk.ConverseAsync(700);
        Assert.DoesNotContain(stage.Watch.Entries, static entry => entry.Event
            is SessionEvent.Interrupted or SessionEvent.Reconnecting or SessionEvent.TurnEnded { Figures.WasInterrupted: true });
    }

    // Where nothing but its end parts a turn from the next, both are one.
    private static async Task BothHeardAsync(SessionStage stage)
    {
        var first = await stage.WaitAsync<SessionEvent>(
            0, e => SessionTalk.IsWhole(e, stage.FarSide.TellsBegin ? Seconds : 2 * Seconds));
        if (stage.FarSide.TellsBegin)
        {
            await stage.WaitAsync<SessionEvent>(first.Sequence, static e => SessionTalk.IsWhole(e, Seconds));
        }
    }

    private static Task TellAsync(SessionStage stage, string text) =>
        stage.Case.Connector.Description.Capabilities.AgentTranscript == TranscriptKind.None
            ? Task.CompletedTask
            : stage.FarSide.TellAsync(text);

    private static async Task SoundAsync(SessionStage stage, double tone)
    {
        foreach (var piece in stage.Talk.Tone(tone, Seconds))
        {
            await stage.FarSide.SoundAsync(piece);
        }
    }

    private static IEnumerable<string> TextsOf(SessionStage stage) => stage.Rooms.Sent
        .Where(static said => said.Type == "avatar.transcription").Select(static said => said.Json.GetProperty("text").GetString()!);
}
