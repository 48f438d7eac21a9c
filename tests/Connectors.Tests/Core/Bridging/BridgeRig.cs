using System.Text.Json;
using Connectors.Core.Bridging;
using Connectors.Core.Sessions;
using Connectors.Core.Tools;
using Connectors.Core.Transcripts;
using Connectors.Testing;

namespace Connectors.Tests.Core.Bridging;

/// <summary>A bridge among fakes, in virtual time and without threads: the test makes the loop step.</summary>
internal sealed class BridgeRig : ISessionObserver
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    public BridgeRig()
    {
        Avatars = new(Time);
    }

    public FakeTime Time { get; } = new();

    public FakeRooms Rooms { get; } = new();

    public FakeAvatars Avatars { get; }

    public FakeConnector Connector { get; } = new();

    /// <summary>Connector of the session's fallback agent; used where the session names one.</summary>
    public FakeConnector Fallback { get; } = new();

    /// <summary>Asks tenants' servers; null: nobody does.</summary>
    public ToolClient? Tools { get; set; }

    public List<SessionEvent> Events { get; } = [];

    public List<SessionEnd> Stops { get; } = [];

    public List<AgentProgress> Progress { get; } = [];

    public TimeSpan? AvatarLimit { get; set; }

    public TranscriptLog? Transcript { get; private set; }

    public SessionSpecification Session { get; set; } = new()
    {
        Id = "session",
        TenantId = "tenant",
        Source = new RoomSource.LiveAvatarRoom(),
        Avatar = new() { AvatarId = "avatar" },
        ConnectorId = "fake",
        Agent = new(JsonDocument.Parse("{}").RootElement, Secret.None),
    };

    public Bridge Bridge { get; private set; } = null!;

    public FakeRooms.Connection Room => Rooms.Room;

    public FakeConnector.Connection Agent => Connector.Agent;

    public FakeAvatars.Connection Avatar => Avatars.Socket;

    public IEnumerable<T> Seen<T>()
        where T : SessionEvent => Events.OfType<T>();

    public void OnEvent(SessionEvent e) => Events.Add(e);

    public BridgeRig Start(bool withAgent = true, BridgeResumption? resumption = null)
    {
        Transcript = new(new TranscriptLimits());
        var assignment = new BridgeAssignment(
            Session,
            new(new("ws://127.0.0.1"), "token"),
            new("ws://127.0.0.1/avatar"),
            AvatarLimit,
            withAgent ? Connector : null,
            Transcript,
            Stop)
        {
            Resumption = resumption,
            FallbackConnector = Session.Fallback is null ? null : Fallback,
            OnProgress = Progress.Add,
        };
        Bridge = new(new(Time, Rooms, Avatars, 1_000_000_000) { Tools = Tools }, assignment, this);
        Bridge.Start();
        Bridge.Step();
        return this;
    }

    /// <summary>A session whose user and avatar are there and whose agent is ready.</summary>
    public BridgeRig StartTalking()
    {
        Start();
        Room.AvatarJoins();
        Room.UserJoins();
        Bridge.Step();
        return this;
    }

    /// <summary>Lets virtual time pass in small slices, the loop stepping after each.</summary>
    public void Pass(TimeSpan time)
    {
        for (var end = Time.Elapsed + time; Time.Elapsed < end;)
        {
            Time.Advance(Slice);
            Bridge.Step();
        }
    }

    /// <summary>The user's microphone delivers noise, in frames of 10 ms, while time passes.</summary>
    public void SpeakAsUser(TimeSpan time, bool loud = true)
    {
        var frame = new short[480];
        var random = new Random(3);
        for (var end = Time.Elapsed + time; Time.Elapsed < end;)
        {
            for (var i = 0; i < frame.Length; i++)
            {
                frame[i] = (short)random.Next(loud ? -8_000 : -20, loud ? 8_000 : 20);
            }

            Room.Frame(frame, 48_000);
            Pass(Slice);
        }
    }

    public void PassSeconds(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>Steps until the bridge is torn down.</summary>
    public async Task<SessionEnd> EndAsync()
    {
        for (var i = 0; i < 2_000 && !Bridge.Completion.IsCompleted; i++)
        {
            Pass(Slice);
            await CatchUpAsync();
        }

        Assert.True(Bridge.Completion.IsCompleted, "The bridge did not come to its end.");
        return await Bridge.Completion;
    }

    // The steps of a teardown go on on other threads, which a busy machine lets wait; virtual time shall not run away from them.
    private async Task CatchUpAsync()
    {
        for (var i = 0; i < 20 && !Bridge.Completion.IsCompleted; i++)
        {
            await Task.Yield();
            Bridge.Step();
        }
    }

    private Task Stop(SessionEnd end)
    {
        Stops.Add(end);
        return Task.CompletedTask;
    }
}
