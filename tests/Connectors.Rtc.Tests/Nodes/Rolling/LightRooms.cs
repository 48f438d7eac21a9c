using System.Text.Json;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Sound;
using Connectors.TestNode.Lines;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>Rooms on plain connections, avatars that play by the clock: so many sessions as WebRTC would not fit on one machine.</summary>
internal sealed class LightRooms : IRollingRooms
{
    private readonly LineRoomServer _lines = new();
    private PaperRooms? _rooms;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Test:Lines"] = "true" };

    public Task<StandIns> StartAsync(params (string Connector, AgentScript Script)[] scripts)
    {
        _rooms = new(_lines.Url, TimeProvider.System);
        return StandIns.StartAsync(_rooms, static () => new ClockedAvatarBody(TimeProvider.System), scripts);
    }

    public Task<IRollingUser> JoinAsync(JsonElement started, SandboxSession avatar)
    {
        _rooms!.JoinUser(avatar.Room!.Name);
        return Task.FromResult<IRollingUser>(new User(_lines, avatar.Room.AgentToken!));
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    private sealed class User(LineRoomServer lines, string token) : IRollingUser
    {
        public void Say(TimeSpan length)
        {
            var samples = new short[(int)(length.TotalSeconds * LineRoomServer.SampleRate)];
            new Tone(350, LineRoomServer.SampleRate).Fill(samples);
            lines.Say(token, samples);
        }

        public IReadOnlyList<HeardRun>? Heard() => null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
