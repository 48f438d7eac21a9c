using Connectors.Core.Sessions;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Latency;

/// <summary>
/// From a microphone in a real WebRTC room to the provider, less the same bursts at a participant of the same room that does
/// nothing but listen. Each has a jitter buffer of its own, which moves by tens of milliseconds and in both directions.
/// </summary>
internal static class ThroughWebRtc
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<List<double>> RunAsync(int events, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var options = new DemoOptions
        {
            Connector = "elevenlabs",
            OutputFolder = string.Empty,
            Turns = 1,
            Script = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]),
            Json = false,
            Speech = new(SandboxUser.SampleRate, Bursts.Period()),
        };
        await using var world = await DemoWorld.StartAsync(options, time, cancellationToken);
        await using var user = new SandboxUser(time);
        await using var listener = new SandboxParticipant(SessionSpecification.DefaultUserIdentity, time);
        var specification = world.Specification();
        var start = await world.Sessions.StartAsync(specification, cancellationToken);
        var watch = new SessionWatch(world.Sessions.WatchAsync(specification.Id, 0, CancellationToken.None), time, static _ => { });
        var (url, token) = (start.Access!.RoomUrl!, start.Access.UserToken!);
        await listener.JoinAsync(url, world.ListenerToken(token, "listener"), cancellationToken);
        await user.JoinAsync(url, token, cancellationToken);
        _ = await watch.WaitAsync(e => e is SessionEvent.AgentReady, 0, Patience, cancellationToken)
            ?? throw new IOException("The agent's conversation did not begin.");

        await BeepAsync(user, events, time, cancellationToken);
        var bare = Bursts.Onsets(listener.Heard.Frames().Select(frame => (frame.Timestamp, (int)frame.Peak)));
        var ours = Bursts.Onsets(world.Agent.Arrivals.Messages());
        await world.Sessions.StopAsync(specification.Id, SessionEndReasons.StoppedByUser, cancellationToken);
        await watch.Ended.WaitAsync(Patience, time, cancellationToken);
        return Bursts.Differences(bare, ours, TimeSpan.FromMilliseconds(Bursts.PeriodFrames * 4), time);
    }

    private static async Task BeepAsync(SandboxUser user, int events, TimeProvider time, CancellationToken cancellationToken)
    {
        var period = Bursts.Period();
        for (var i = 0; i < events; i++)
        {
            user.Say(period);
            while (user.Buffered > TimeSpan.FromSeconds(1))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }

        await Task.Delay(user.Buffered + TimeSpan.FromSeconds(1), time, cancellationToken);
    }
}
