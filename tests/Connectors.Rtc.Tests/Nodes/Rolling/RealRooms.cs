using System.Text.Json;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>Rooms of a room server, with users and avatars in them who speak WebRTC.</summary>
/// <param name="rtc">Has the room server.</param>
internal sealed class RealRooms(RtcFixture rtc) : IRollingRooms
{
    private StandIns? _standIns;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public async Task<StandIns> StartAsync(params (string Connector, AgentScript Script)[] scripts) =>
        _standIns = await StandIns.StartAsync(rtc, scripts);

    public async Task<IRollingUser> JoinAsync(JsonElement started, SandboxSession avatar)
    {
        var talk = new Talk(string.Empty, avatar.Id, _standIns!.Agents.Values.First(), avatar);
        await talk.JoinAsync(started);
        return new User(talk);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class User(Talk talk) : IRollingUser
    {
        public void Say(TimeSpan length)
        {
            var samples = new short[(int)(length.TotalSeconds * SandboxUser.SampleRate)];
            new Tone(350, SandboxUser.SampleRate).Fill(samples);
            talk.User.Say(samples);
        }

        public IReadOnlyList<HeardRun>? Heard() => talk.Heard(0);

        public ValueTask DisposeAsync() => talk.DisposeAsync();
    }
}
