using Connectors.Core.Bridging;
using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Events;
using Connectors.Testing;

namespace Connectors.Tests.Core.Bridging;

/// <summary>A bridge that has its agent before it has its room: what it would say there meanwhile.</summary>
public sealed class EntranceTests
{
    private readonly BridgeRig _rig = new();

    [Fact]
    public async Task Successor_WhoseAgentIsReadyOutside_LosesNothingAndTellsItsStateInside()
    {
        StartOutside();
        Assert.Single(_rig.Seen<SessionEvent.AgentReady>());
        Enter();

        Assert.Equal([true, false], States().Distinct());
        await AssertNothingLostAsync();
    }

    [Fact]
    public async Task Successor_WhoseAgentSpeaksOutside_IsHeardAndReadInside()
    {
        StartOutside();
        var turn = _rig.Agent.Begin();
        _rig.Agent.Tell(new AgentEvent.AgentText(turn, "Where were we?", AgentTextKind.Full));
        _rig.Agent.Tell(new AgentEvent.Warning("slow", "The agent is slow today."));
        _rig.Agent.Tell(new AgentEvent.Raw("something_new", "{}"u8.ToArray()));
        _rig.Agent.Say(turn, 1_000, TimeSpan.FromSeconds(1));
        _rig.Agent.Tell(new AgentEvent.TurnAudioEnded(turn));
        _rig.PassSeconds(7);
        Assert.Empty(_rig.Rooms.Sent);
        Enter();

        Assert.Equal(
            ["session.state", "avatar.transcription", "warning", "elevenlabs_agent_event"],
            _rig.Rooms.SentTypes.Where(type => !type.Contains("speak", StringComparison.Ordinal)).Distinct());
        Assert.Single(_rig.Rooms.Sent, said => said.Type == "avatar.transcription");
        Assert.Equal(1, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        await AssertNothingLostAsync();
    }

    [Fact]
    public async Task Successor_ThatIsNeverLetIn_HasLostNothing()
    {
        StartOutside();
        _rig.Bridge.Post(new EndRequest(SessionEnd.For(SessionEndReasons.StoppedByTenant)));

        await _rig.EndAsync();
        Assert.Empty(_rig.Rooms.Sent);
        Assert.DoesNotContain(_rig.Seen<SessionEvent.Warning>(), IsLoss);
    }

    [Fact]
    public void Successor_WithMoreToSayThanIsKept_LosesTheRestAndSaysSo()
    {
        StartOutside();
        for (var i = 0; i < 200; i++)
        {
            _rig.Agent.Tell(new AgentEvent.Raw("something_new", "{}"u8.ToArray()));
        }

        Enter();

        Assert.Equal(128, _rig.Rooms.SentTypes.Count(type => type == "elevenlabs_agent_event"));
        Assert.StartsWith("72 ", Assert.Single(_rig.Seen<SessionEvent.Warning>(), IsLoss).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Successor_OfADeadProcess_WhoseAgentIsReadyBeforeTheRoomIsJoined_LosesNothing()
    {
        _rig.Rooms.JoinsAtOnce = false;
        StartOutside(new(TimeSpan.FromMinutes(1), 1, new(null)));
        Assert.Single(_rig.Seen<SessionEvent.AgentReady>());
        _rig.Room.Joined();
        _rig.PassSeconds(6);

        Assert.Equal([true, false], States());
        Assert.DoesNotContain(_rig.Seen<SessionEvent.Warning>(), IsLoss);
    }

    [Fact]
    public void Words_WhileTheRoomIsLost_AreLostAndSaidSo_TheStateIsNot()
    {
        _rig.StartTalking();
        _rig.Rooms.JoinsAtOnce = false;
        _rig.Room.Tell(new RoomEvent.Ended(RoomEndKind.Lost, string.Empty));
        _rig.Agent.Tell(new AgentEvent.AgentText(_rig.Agent.Begin(), "Can you hear me?", AgentTextKind.Full));
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        _rig.PassSeconds(3);
        _rig.Room.Joined();
        _rig.PassSeconds(5);

        Assert.StartsWith("1 ", Assert.Single(_rig.Seen<SessionEvent.Warning>(), IsLoss).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("avatar.transcription", _rig.Rooms.SentTypes);
        Assert.False(States()[^1]);
    }

    private static bool IsLoss(SessionEvent.Warning warning) => warning.Code == "messages-lost";

    // The user and the avatar are in the room, and so is the bridge before this one.
    private void StartOutside(BridgeResumption? resumption = null)
    {
        _rig.Rooms.Participants.AddRange(["client", "heygen"]);
        _rig.Rooms.Tracks.AddRange([_rig.Rooms.UserMicrophone, FakeRooms.AvatarVideo]);
        _rig.Start(resumption: resumption ?? new(TimeSpan.FromMinutes(1), 1, new(null)) { WaitsOutside = true });
        _rig.PassSeconds(0.1);
    }

    private void Enter()
    {
        Assert.Empty(_rig.Rooms.Joins);
        _rig.Bridge.Post(EnterRequest.Instance);
        _rig.PassSeconds(6);
    }

    private async Task AssertNothingLostAsync()
    {
        _rig.Bridge.Post(new EndRequest(SessionEnd.For(SessionEndReasons.StoppedByTenant)));
        await _rig.EndAsync();
        Assert.DoesNotContain(_rig.Seen<SessionEvent.Warning>(), IsLoss);
    }

    private List<bool> States() =>
    [
        .. _rig.Rooms.Sent.Where(said => said.Json.TryGetProperty("reconnecting", out _))
            .Select(said => said.Json.GetProperty("reconnecting").GetBoolean()),
    ];
}
