using Connectors.Events;
using Connectors.Providers.ElevenLabs;

namespace Connectors.Tests.Providers.ElevenLabs;

public sealed class ElevenLabsTurnsTests
{
    private readonly List<string> _told = [];
    private readonly ElevenLabsTurns _turns;

    public ElevenLabsTurnsTests() => _turns = new(new Teller(_told));

    [Fact]
    public void Audio_OfOneId_IsOneTurn()
    {
        Audio(3, 3, 3);

        Assert.Equal(["started 1", "audio 1", "audio 1", "audio 1"], _told);
    }

    [Fact]
    public void Audio_OfANewerId_EndsTheOlderTurnAndKeepsItsStragglersOut()
    {
        Audio(3, 5, 3, 5);

        Assert.Equal(["started 1", "audio 1", "started 2", "ended 1", "audio 2", "dropped", "audio 2"], _told);
    }

    [Fact]
    public void Audio_WithoutAnId_BelongsToTheCurrentTurn()
    {
        Audio(3, null);
        _turns.OnComplete(3);
        Audio(null, null);

        Assert.Equal(["started 1", "audio 1", "audio 1", "ended 1", "started 2", "audio 2", "audio 2"], _told);
    }

    [Fact]
    public void Interruption_OfATurn_KeepsItsLateAudioOut()
    {
        Audio(3);
        _turns.OnInterruption(3);
        Audio(2, 3, 4);

        Assert.Equal(["started 1", "audio 1", "interrupted 1", "dropped", "dropped", "started 2", "audio 2"], _told);
    }

    [Fact]
    public void Interruption_WithAnIdOfItsOwn_KeepsOldIdsOutAndLetsNewerOnesIn()
    {
        Audio(3);
        _turns.OnInterruption(6);
        Audio(3, 5, 6, 7);

        Assert.Equal(["started 1", "audio 1", "interrupted 1", "dropped", "dropped", "dropped", "started 2", "audio 2"], _told);
    }

    [Fact]
    public void Interruption_ByAUserMessage_OpensItsIdForTheAnswer()
    {
        Audio(3);
        _turns.OnUserMessage();
        _turns.OnInterruption(3);
        Audio(3, 2, 3);

        Assert.Equal(["started 1", "audio 1", "interrupted 1", "started 2", "audio 2", "dropped", "audio 2"], _told);
    }

    [Fact]
    public void Interruption_ByAUserMessageWhoseAnswerHasANewId_ClosesTheOldOneAgain()
    {
        Audio(3);
        _turns.OnUserMessage();
        _turns.OnInterruption(3);
        Audio(4, 3, 4);

        Assert.Equal(["started 1", "audio 1", "interrupted 1", "started 2", "audio 2", "dropped", "audio 2"], _told);
    }

    [Fact]
    public void Interruption_FollowedByANewResponseOfTheSameId_OpensIt()
    {
        _turns.OnResponse(3, "old");
        Audio(3);
        _turns.OnInterruption(3);
        Audio(3);
        _turns.OnResponse(3, "new");
        Audio(3);

        Assert.Equal(
            ["started 1", "full 1 old", "audio 1", "interrupted 1", "dropped", "started 2", "full 2 new", "audio 2"], _told);
    }

    [Fact]
    public void Interruption_BeforeTheTextOfTheOldTurn_DoesNotTakeItForANewResponse()
    {
        Audio(3);
        _turns.OnInterruption(3);
        _turns.OnResponse(3, "old");
        Audio(3);
        _turns.OnCorrection(3, "o");

        Assert.Equal(["started 1", "audio 1", "interrupted 1", "full 1 old", "dropped", "correction 1 o"], _told);
    }

    [Fact]
    public void Interruption_BeforeAnyTurn_NamesNone()
    {
        _turns.OnInterruption(3);
        Audio(4);

        Assert.Equal(["interrupted 0", "started 1", "audio 1"], _told);
    }

    [Fact]
    public void Interruption_WithoutAnId_EndsWhatIsUnderWay()
    {
        Audio(3);
        _turns.OnInterruption(null);
        Audio(3, 4);

        Assert.Equal(["started 1", "audio 1", "interrupted 1", "dropped", "started 2", "audio 2"], _told);
    }

    [Fact]
    public void Interruption_OfAnOlderTurn_LeavesTheNewerOneAlone()
    {
        Audio(3, 5);
        _told.Clear();
        _turns.OnInterruption(4);
        Audio(5);

        Assert.Equal(["interrupted 1", "audio 2"], _told);
    }

    [Fact]
    public void Interruption_WithANonsensicalId_DoesNotSilenceTheAgentForGood()
    {
        Audio(3);
        _turns.OnInterruption(1L << 52);
        Audio(3, 4, 9);

        Assert.Equal(
            ["started 1", "audio 1", "interrupted 1", "dropped", "started 2", "audio 2", "started 3", "ended 2", "audio 3"], _told);
    }

    [Fact]
    public void Audio_WithANonsensicalId_DoesNotSilenceTheAgentForGood()
    {
        Audio(3, 1L << 52);
        _turns.OnInterruption(4);
        Audio(5);

        Assert.Equal("audio 3", _told[^1]);
    }

    [Fact]
    public void Completion_OfATurn_EndsItOnce()
    {
        Audio(3);
        _turns.OnComplete(3);
        _turns.OnComplete(3);
        _turns.OnComplete(9);
        _turns.OnResponse(3, "late text");

        Assert.Equal(["started 1", "audio 1", "ended 1", "full 1 late text"], _told);
    }

    [Fact]
    public void Completion_OfAnInterruptedTurn_SaysNothing()
    {
        Audio(3);
        _turns.OnInterruption(3);
        _turns.OnComplete(3);

        Assert.Equal(["started 1", "audio 1", "interrupted 1"], _told);
    }

    [Fact]
    public void Parts_OfAResponse_AreDeltasOfItsTurn()
    {
        _turns.OnResponsePart(3, string.Empty, isStart: true);
        _turns.OnResponsePart(3, "a", isStart: false);
        _turns.OnInterruption(3);
        _turns.OnResponsePart(3, "late", isStart: false);
        _turns.OnResponsePart(3, string.Empty, isStart: true);
        _turns.OnResponsePart(3, "b", isStart: false);

        Assert.Equal(["started 1", "delta 1 a", "interrupted 1", "started 2", "delta 2 b"], _told);
    }

    [Fact]
    public void Turns_InGreatNumber_AreForgottenButNeverHeardAgain()
    {
        for (var id = 1; id <= 100; id++)
        {
            Audio(id);
            _turns.OnInterruption(id);
        }

        _told.Clear();
        Audio(1, 50, 100, 101);

        Assert.Equal(["dropped", "dropped", "dropped", "started 101", "audio 101"], _told);
    }

    private void Audio(params long?[] ids)
    {
        foreach (var id in ids)
        {
            _turns.OnEventId(id);
            _told.Add(_turns.TryTakeAudio(id, out var turn) ? $"audio {turn}" : "dropped");
        }
    }

    private sealed class Teller(List<string> told) : IAgentListener
    {
        public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio)
        {
            // The connection delivers audio, not the turns.
        }

        public void OnEvent(AgentEvent e) => told.Add(e switch
        {
            AgentEvent.TurnStarted started => $"started {started.Turn}",
            AgentEvent.TurnAudioEnded ended => $"ended {ended.Turn}",
            AgentEvent.Interrupted interrupted => $"interrupted {interrupted.Turn}",
            AgentEvent.AgentText text => $"{text.Kind.ToString().ToLowerInvariant()} {text.Turn} {text.Text}",
            _ => e.ToString(),
        });
    }
}
