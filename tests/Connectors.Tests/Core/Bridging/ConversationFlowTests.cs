using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Events;
using Connectors.Testing;

namespace Connectors.Tests.Core.Bridging;

public sealed class ConversationFlowTests
{
    private readonly BridgeRig _rig = new();

    [Fact]
    public void Agent_UserAndAvatarNotThere_IsPreparedButNotOpened()
    {
        _rig.Start();
        _rig.PassSeconds(60);
        Assert.Equal(1, _rig.Connector.Preparations);
        Assert.Empty(_rig.Connector.Connections);
    }

    [Fact]
    public void Agent_UserAndAvatarThere_IsOpenedAtOnce()
    {
        _rig.StartTalking();
        Assert.Single(_rig.Connector.Connections);
        Assert.Equal(GreetingMode.AsConfigured, _rig.Agent.Options.Greeting.Mode);
        Assert.Single(_rig.Seen<SessionEvent.AgentReady>());
    }

    [Fact]
    public void Agent_AvatarWithoutVideo_BeginsAfterTheLimitWithAWarning()
    {
        _rig.Start();
        _rig.Room.UserJoins();
        _rig.PassSeconds(9.9);
        Assert.Empty(_rig.Connector.Connections);
        _rig.PassSeconds(0.2);
        Assert.Single(_rig.Connector.Connections);
        Assert.Contains(_rig.Seen<SessionEvent.Warning>(), warning => warning.Code == "avatar-not-ready");
    }

    [Fact]
    public void Microphone_OfTheUser_IsHeardAndNothingElse()
    {
        _rig.Rooms.Tracks.Add(new("TR_other", "somebody", IsAudio: true, IsMicrophone: true, IsMuted: false));
        _rig.Rooms.Tracks.Add(new("TR_avatar", "heygen", IsAudio: true, IsMicrophone: false, IsMuted: false));
        _rig.Start();
        Assert.Null(_rig.Room.Heard);
        _rig.Room.UserJoins();
        _rig.Bridge.Step();
        Assert.Equal(FakeRooms.Microphone, _rig.Room.Heard);
    }

    [Fact]
    public void Microphone_UserNotNamed_IsTheFirstThatIsNotTheAvatars()
    {
        _rig.Session = _rig.Session with { UserIdentity = null };
        _rig.Rooms.Tracks.Add(new("TR_avatar", "heygen", IsAudio: true, IsMicrophone: true, IsMuted: false));
        _rig.Start();
        Assert.Null(_rig.Room.Heard);
        _rig.Room.Tell(new RoomEvent.TrackPublished(new("TR_first", "anna", IsAudio: true, IsMicrophone: true, IsMuted: false)));
        _rig.Room.Tell(new RoomEvent.TrackPublished(new("TR_second", "bert", IsAudio: true, IsMicrophone: true, IsMuted: false)));
        _rig.Bridge.Step();
        Assert.Equal("TR_first", _rig.Room.Heard);
    }

    [Fact]
    public void UserAudio_OneSecond_ReachesTheAgentInItsFormat()
    {
        _rig.StartTalking();
        SpeakAsUser(TimeSpan.FromSeconds(1));
        Assert.InRange(_rig.Agent.AudioBytes, 32_000 * 0.9, 32_000 * 1.01);
    }

    [Fact]
    public void AgentTurn_FasterThanRealTime_IsHeardWholeAndOnce()
    {
        _rig.StartTalking();
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(20));
        _rig.PassSeconds(22);
        Assert.Equal(20, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.Equal("speak_end", _rig.Avatar.Commands.Last(command => command.StartsWith("speak", StringComparison.Ordinal)));
        Assert.Single(_rig.Avatar.Commands, "speak_end");
        Assert.All(_rig.Avatar.ChunkBytes, bytes => Assert.InRange(bytes, 1, 48_000));
    }

    [Fact]
    public void AgentTurn_FirstChunk_GoesOutWithoutWaitingForTime()
    {
        _rig.StartTalking();
        var turn = _rig.Agent.Begin();
        _rig.Agent.Say(turn, 1_000, TimeSpan.FromMilliseconds(500));
        _rig.Bridge.Step();
        Assert.Contains("speak", _rig.Avatar.Commands);
    }

    [Fact]
    public void AgentTurn_HeardToItsEnd_IsReportedToAgentRoomAndWatchers()
    {
        _rig.StartTalking();
        var turn = _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(3));
        _rig.Agent.Tell(new AgentEvent.AgentText(turn, "Hello.", AgentTextKind.Full));
        _rig.PassSeconds(5);
        var report = Assert.Single(_rig.Agent.Playouts);
        Assert.Equal(PlayoutOutcome.Finished, report.Outcome);
        Assert.Equal(3, report.Heard.TotalSeconds, 0.1);
        Assert.Equal(
            ["avatar.transcription", "avatar.speak_started", "avatar.speak_ended"],
            _rig.Rooms.SentTypes.Where(type => type.StartsWith("avatar.", StringComparison.Ordinal)));
        var figures = Assert.Single(_rig.Seen<SessionEvent.TurnEnded>()).Figures;
        Assert.False(figures.WasInterrupted);
        Assert.Equal(3, figures.Received.TotalSeconds, 0.01);
    }

    [Fact]
    public void AgentTurn_AvatarNeverTellsWhatItDoes_IsOverAllTheSame()
    {
        _rig.Avatars.TellsSpeech = false;
        _rig.StartTalking();
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(3));
        _rig.PassSeconds(6);
        Assert.Single(_rig.Agent.Playouts);
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
    }

    [Fact]
    public void AgentTurn_WithoutAudio_IsNormal()
    {
        _rig.StartTalking();
        var silent = _rig.Agent.Begin();
        _rig.Agent.Tell(new AgentEvent.TurnAudioEnded(silent));
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
        Assert.Single(_rig.Agent.Playouts);
    }

    [Fact]
    public void AgentTurn_EndNeverMarked_IsEndedBySilence()
    {
        _rig.StartTalking();
        var turn = _rig.Agent.Begin();
        _rig.Agent.Say(turn, 1_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(6);
        Assert.Single(_rig.Avatar.Commands, "speak_end");
        Assert.Single(_rig.Agent.Playouts);
    }

    [Fact]
    public void Texts_OfBothSides_ReachRoomAndTranscript()
    {
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.UserText("i1", "Where", IsFinal: false));
        _rig.Agent.Tell(new AgentEvent.UserText("i1", "Where is", IsFinal: false));
        _rig.Agent.Tell(new AgentEvent.UserText("i1", "Where is it?", IsFinal: true));
        var turn = _rig.Agent.Begin();
        _rig.Agent.Tell(new AgentEvent.AgentText(turn, "Over", AgentTextKind.Delta));
        _rig.Agent.Tell(new AgentEvent.AgentText(turn, " there.", AgentTextKind.Delta));
        _rig.Agent.Say(turn, 1_000, TimeSpan.FromSeconds(1));
        _rig.Agent.Tell(new AgentEvent.TurnAudioEnded(turn));
        _rig.PassSeconds(3);
        Assert.Equal(["Where", " is"], TextsOf("user.transcription.chunk"));
        Assert.Equal(["Where is it?"], TextsOf("user.transcription"));
        Assert.Equal(["Over", " there."], TextsOf("avatar.transcription.chunk"));
        Assert.Equal(["Over there."], TextsOf("avatar.transcription"));
        Assert.Equal(
            [new(Speaker.User, "Where is it?"), new(Speaker.Agent, "Over there.")], _rig.Transcript!.History());
    }

    [Fact]
    public void UserSpeech_LoudThenQuiet_IsToldToRoomAndWatchers()
    {
        _rig.StartTalking();
        SpeakAsUser(TimeSpan.FromSeconds(1), loud: false);
        SpeakAsUser(TimeSpan.FromSeconds(1));
        SpeakAsUser(TimeSpan.FromSeconds(2), loud: false);
        Assert.Equal(
            ["user.speak_started", "user.speak_ended"],
            _rig.Rooms.SentTypes.Where(type => type.StartsWith("user.speak", StringComparison.Ordinal)));
        Assert.Single(_rig.Seen<SessionEvent.UserSpeechEnded>());
    }

    [Fact]
    public void Turns_OfWhichTheSecondIsSentDuringTheFirst_EndWhenTheyWereHeard()
    {
        _rig.StartTalking();
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(2));
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(2));
        _rig.PassSeconds(2.4);
        Assert.Equal(1, Assert.Single(_rig.Seen<SessionEvent.TurnEnded>()).Figures.Turn);
        _rig.PassSeconds(2);
        Assert.Equal([1, 2], _rig.Seen<SessionEvent.TurnEnded>().Select(ended => ended.Figures.Turn));
    }

    [Fact]
    public void Turn_ThatGoesOnAfterSilence_IsAnUtteranceOfItsOwn()
    {
        _rig.StartTalking();
        var turn = _rig.Agent.Begin();
        _rig.Agent.Say(turn, 1_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(6);
        _rig.Agent.Say(turn, 2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(6);
        Assert.Equal(2, _rig.Avatar.EventIds.Count);
        Assert.Equal(2, _rig.Avatar.Commands.Count(command => command == "speak_end"));
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
    }

    [Fact]
    public void Provider_FloodsTheLoop_ItsMessagesAreLostAndTheConversationGoesOn()
    {
        _rig.StartTalking();
        for (var i = 0; i < 10_000; i++)
        {
            _rig.Agent.Tell(new AgentEvent.Raw("something_new", "{}"u8.ToArray()));
        }

        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(8);
        Assert.Equal(1, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.Contains(_rig.Seen<SessionEvent.Warning>(), warning => warning.Code == "messages-lost");
        Assert.DoesNotContain(_rig.Seen<SessionEvent.StateChanged>(), changed => changed.State == SessionState.Ending);
    }

    private IEnumerable<string?> TextsOf(string type) =>
        _rig.Rooms.Sent.Where(said => said.Type == type).Select(said => said.Json.GetProperty("text").GetString());

    private void SpeakAsUser(TimeSpan time, bool loud = true) => _rig.SpeakAsUser(time, loud);
}
