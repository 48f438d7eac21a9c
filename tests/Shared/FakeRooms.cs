using System.Text.Json;
using Connectors.Core.Rooms;

namespace Connectors.Testing;

/// <summary>A room in memory: who is there is up to the test, and what we say in it is kept.</summary>
internal sealed class FakeRooms : IRoomTransport
{
    public const string Microphone = "TR_mic";

    // A session's loop speaks on a thread of its own.
    private readonly Lock _lock = new();
    private readonly List<Said> _sent = [];

    public List<Connection> Joins { get; } = [];

    public Connection Room => Joins[^1];

    /// <summary>Joining succeeds at once; else the test decides.</summary>
    public bool JoinsAtOnce { get; set; } = true;

    /// <summary>Whether joining puts out whoever has joined before, as LiveKit does with the older holder of an identity.</summary>
    public bool PutsOutOlder { get; set; }

    public List<string> Participants { get; } = [];

    public List<RoomTrack> Tracks { get; } = [];

    /// <summary>Whether what we say is kept; a test of growth lets it go.</summary>
    public bool Keeps { get; set; } = true;

    /// <summary>Everything that was said in any of the joins, in order.</summary>
    public IReadOnlyList<Said> Sent
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>Told each message that we say, on the thread that says it.</summary>
    public Action<Said>? Told { get; set; }

    public IEnumerable<string> SentTypes => Sent.Select(said => said.Type);

    /// <summary>Identity of the user.</summary>
    public string User { get; set; } = "client";

    /// <summary>What joining throws, as a broken library might.</summary>
    public Func<RoomAddress, Exception>? Fault { get; set; }

    public RoomTrack UserMicrophone => new(Microphone, User, IsAudio: true, IsMicrophone: true, IsMuted: false);

    public static RoomTrack AvatarVideo { get; } = new("TR_video", "heygen", IsAudio: false, IsMicrophone: false, IsMuted: false);

    public IRoomConnection Join(RoomAddress address, IRoomListener listener)
    {
        if (Fault is { } fault)
        {
            throw fault(address);
        }

        var connection = new Connection(this, listener);
        var older = Joins.Where(join => PutsOutOlder && !join.IsOver).ToList();
        lock (_lock)
        {
            Joins.Add(connection);
        }

        older.ForEach(join => join.Tell(new RoomEvent.Ended(RoomEndKind.DuplicateIdentity, string.Empty)));
        if (JoinsAtOnce)
        {
            connection.Joined();
        }

        return connection;
    }

    private void Keep(Said said)
    {
        lock (_lock)
        {
            if (Keeps)
            {
                _sent.Add(said);
            }
        }

        Told?.Invoke(said);
    }

    internal sealed record Said(string Topic, string Type, JsonElement Json);

    internal sealed class Connection(FakeRooms rooms, IRoomListener listener) : IRoomConnection
    {
        public string? Heard { get; private set; }

        public bool IsLeft { get; private set; }

        public bool IsOver { get; private set; }

        public void Joined() => listener.OnEvent(new RoomEvent.Joined("agent", [.. rooms.Participants], [.. rooms.Tracks]));

        public void Tell(RoomEvent e)
        {
            IsOver |= e is RoomEvent.Ended;
            listener.OnEvent(e);
        }

        public void UserJoins()
        {
            rooms.Participants.Add(rooms.User);
            rooms.Tracks.Add(rooms.UserMicrophone);
            Tell(new RoomEvent.ParticipantJoined(rooms.User));
            Tell(new RoomEvent.TrackPublished(rooms.UserMicrophone));
        }

        public void UserLeaves()
        {
            rooms.Participants.Remove(rooms.User);
            rooms.Tracks.Remove(rooms.UserMicrophone);
            Tell(new RoomEvent.ParticipantLeft(rooms.User));
        }

        public void AvatarJoins()
        {
            rooms.Participants.Add("heygen");
            rooms.Tracks.Add(AvatarVideo);
            Tell(new RoomEvent.ParticipantJoined("heygen"));
            Tell(new RoomEvent.TrackPublished(AvatarVideo));
        }

        public void Command(string json) => Command(json, rooms.User);

        public void Command(string json, string? sender) => Packet(System.Text.Encoding.UTF8.GetBytes(json), sender);

        public void Packet(byte[] payload, string? sender, string topic = "agent-control") =>
            Tell(new RoomEvent.DataReceived(topic, sender, payload));

        public void Frame(ReadOnlySpan<short> samples, int rate)
        {
            if (Heard is not null)
            {
                listener.OnAudioFrame(samples, rate);
            }
        }

        public void Hear(string trackId) => Heard = trackId;

        public void StopHearing() => Heard = null;

        public bool TrySendData(string topic, ReadOnlySpan<byte> payload, string? destination)
        {
            var json = JsonDocument.Parse(payload.ToArray()).RootElement;
            rooms.Keep(new(topic, json.GetProperty("event_type").GetString()!, json));
            return payload.Length <= RoomLimits.DataBytes;
        }

        public Task LeaveAsync()
        {
            if (!IsLeft)
            {
                IsLeft = true;
            }

            if (!IsOver)
            {
                Tell(new RoomEvent.Ended(RoomEndKind.LeftByUs, string.Empty));
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
