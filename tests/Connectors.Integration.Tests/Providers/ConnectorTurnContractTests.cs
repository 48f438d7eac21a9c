using System.Text;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers;

/// <summary>Turns as providers also send them: with their text early or late, one upon the other, and without an end.</summary>
public sealed class ConnectorTurnContractTests
{
    private const int Length = 10_002;

    public static TheoryData<string> Connectors => ConnectorCases.Names;

    public static TheoryData<string, bool> Orders => [.. ConnectorCases.Names.SelectMany(
        static name => (bool[])[false, true], static (name, isEarly) => (name.Data, isEarly))];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Text_BeforeOrAfterTheAudio_IsItsTurnsAndToldOnce(string name, bool isEarly)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        if (stage.Ready.Capabilities.AgentTranscript == TranscriptKind.None)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => stage.FarSide.TellAsync("One."));
            return;
        }

        string[] texts = ["One, two.", "Three."];
        foreach (var text in texts)
        {
            await stage.FarSide.BeginTurnAsync();
            if (isEarly)
            {
                await stage.FarSide.TellAsync(text);
            }

            await stage.FarSide.SoundAsync(new byte[Length]);
            if (!isEarly)
            {
                await stage.FarSide.TellAsync(text);
            }

            await stage.FarSide.EndTurnAsync();
        }

        await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>(1);
        var turns = TurnsOf(stage);
        Assert.Equal(texts, turns.Select(turn => TextOf(stage, turn)));
        Assert.All(turns, turn => Assert.Equal(Length, stage.Listener.AudioOf(turn).Length));
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Turn_BegunBeforeTheEndOfTheOneBefore_EndsThatAndBothAreWhole(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        var tells = stage.Ready.Capabilities.AgentTranscript != TranscriptKind.None;
        foreach (var text in (string[])["One.", "Two."])
        {
            await stage.FarSide.BeginTurnAsync();
            await (tells ? stage.FarSide.TellAsync(text) : Task.CompletedTask);
            await stage.FarSide.SoundAsync(new byte[Length]);
        }

        await stage.FarSide.EndTurnAsync();
        await stage.Listener.WaitForAudioAsync(2 * Length);
        await AssertAliveAsync(stage);

        var turns = TurnsOf(stage).SkipLast(1).ToList();
        if (!stage.FarSide.TellsBegin)
        {
            // Then nothing parts the second from the first: all of it is one.
            var one = Assert.Single(turns);
            Assert.Equal(2 * Length, stage.Listener.AudioOf(one).Length);
            Assert.Equal(tells ? "One.Two." : string.Empty, TextOf(stage, one).Replace(" ", string.Empty, StringComparison.Ordinal));
            return;
        }

        Assert.Equal(["One.", "Two."], turns.Select(turn => TextOf(stage, turn)));
        Assert.All(turns, turn => Assert.Equal(Length, stage.Listener.AudioOf(turn).Length));
        var told = stage.Listener.Told.ToList();
        var ended = told.FindIndex(entry => entry.Event is AgentEvent.TurnAudioEnded first && first.Turn == turns[0]);
        Assert.InRange(ended, 0, told.FindIndex(entry => entry.Event is null && entry.Turn == turns[1]));
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Turn_ThatIsNeverEnded_IsDeliveredWholeAndTheNextIsToo(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        await stage.FarSide.BeginTurnAsync();
        await stage.FarSide.SoundAsync(new byte[Length]);
        await stage.Listener.WaitForAudioAsync(Length);
        stage.Connection.ReportPlayout(new(TurnsOf(stage)[0], TimeSpan.FromSeconds(1), PlayoutOutcome.Finished));

        Assert.Equal(SendResult.Accepted, stage.Connection.SendAudio(new byte[stage.Ready.InputFormat.BytesPerSecond / 10]));
        await stage.FarSide.UserAudioAsync(stage.Ready.InputFormat.BytesPerSecond / 10);
        if (stage.Ready.Capabilities.UserTextTurn)
        {
            // Nothing says that the turn is over, and what answers the user is none of it.
            Assert.Equal(SendResult.Accepted, stage.Connection.SendUserText("Go on."));
            await stage.Listener.WaitAsync<AgentEvent.AgentText>(static said => said.Text == "ok" && said.Turn > new TurnId(1));
        }

        await AssertAliveAsync(stage);
    }

    private static async Task AssertAliveAsync(ConnectorStage stage)
    {
        var heard = stage.Listener.Told.Sum(told => told.Audio.Length);
        await stage.FarSide.SpeakAsync(new byte[4_322]);
        await stage.Listener.WaitForAudioAsync(heard + 4_322);
        Assert.DoesNotContain(stage.Listener.Events, static e => e is AgentEvent.Closed);
    }

    private static List<TurnId> TurnsOf(ConnectorStage stage) =>
        [.. stage.Listener.Events.OfType<AgentEvent.TurnStarted>().Select(started => started.Turn)];

    // Pieces, or the whole, or the pieces and then the whole; never anything twice.
    private static string TextOf(ConnectorStage stage, TurnId turn)
    {
        var pieces = new StringBuilder();
        string? whole = null;
        foreach (var said in stage.Listener.Events.OfType<AgentEvent.AgentText>().Where(said => said.Turn == turn))
        {
            Assert.Null(whole);
            whole = said.Kind == AgentTextKind.Full ? said.Text : null;
            pieces.Append(said.Kind == AgentTextKind.Delta ? said.Text : string.Empty);
        }

        Assert.True(pieces.Length == 0 || whole is null || whole == pieces.ToString());
        return whole ?? pieces.ToString();
    }
}
