using System.Text.RegularExpressions;
using System.Threading.Channels;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;

namespace Connectors.Rtc.Tests.Sandbox.Demo;

/// <summary><c>demo --live</c> against the stand-ins: a user joins by the link that is printed.</summary>
public sealed partial class LiveDemoTests(RtcFixture rtc)
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task User_WhoJoinsByTheLink_IsGreetedAndAnsweredUntilTheyStopIt()
    {
        var time = TimeProvider.System;
        await using var rooms = new ServerRooms(rtc.Server, time);
        await using var liveAvatar = await LiveAvatarSandbox.StartAsync(rooms, () => new AvatarBody(time), time);
        await using var agent = new ElevenLabsSandbox(new() { Heard = ["What is the weather like?"] }, time);
        await agent.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        var lines = new LineWriter();

        var run = new LiveDemo(lines, time).RunAsync(Accounts(liveAvatar, agent), stop.Token);
        var link = Link().Match(await lines.WaitAsync("liveKitUrl="));
        await using var user = new SandboxUser(time);
        await user.JoinAsync(
            new(Uri.UnescapeDataString(link.Groups[1].Value)), Uri.UnescapeDataString(link.Groups[2].Value), _cancellation);
        await lines.WaitAsync("avatar    turn 1 over");
        user.Say(await DemoSpeech.ReadAsync(null, null, _cancellation));
        await lines.WaitAsync("What is the weather like?");
        await lines.WaitAsync("avatar    turn 2 over");
        await stop.CancelAsync();

        Assert.Equal(0, await run);
        Assert.Contains("Completed by User", lines.Last, StringComparison.Ordinal);
        Assert.Contains(user.Heard.Frames(), frame => frame.Peak > 2_000);
    }

    [Fact]
    public async Task Account_ThatIsRefused_IsSaidAndNothingIsStarted()
    {
        var time = TimeProvider.System;
        await using var rooms = new ServerRooms(rtc.Server, time);
        await using var liveAvatar = await LiveAvatarSandbox.StartAsync(rooms, () => new AvatarBody(time), time);
        await using var agent = new ElevenLabsSandbox(new(), time);
        await agent.StartAsync();
        var lines = new LineWriter();

        var exitCode = await new LiveDemo(lines, time).RunAsync(
            Accounts(liveAvatar, agent) with { LiveAvatarKey = new("wrong") }, _cancellation);

        Assert.Equal(1, exitCode);
        Assert.Contains("avatar-unauthorized", lines.Last, StringComparison.Ordinal);
    }

    private static LiveAccounts Accounts(LiveAvatarSandbox liveAvatar, ElevenLabsSandbox agent) => new()
    {
        LiveAvatarKey = new(liveAvatar.Switches.ApiKeys.First()),
        AvatarId = LiveAvatarCloud.OtherAvatar,
        LiveAvatarAddress = liveAvatar.BaseAddress,
        ElevenLabsKey = new(agent.Behaviour.Account.ApiKey),
        AgentId = agent.Behaviour.AgentId,
        ElevenLabsAddress = agent.BaseAddress,
    };

    [GeneratedRegex("liveKitUrl=([^&]+)&token=(\\S+)")]
    private static partial Regex Link();

    private sealed class LineWriter : StringWriter
    {
        // A safety net only.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public string Last { get; private set; } = string.Empty;

        public override void WriteLine(string? value)
        {
            Last = value ?? string.Empty;
            _lines.Writer.TryWrite(Last);
        }

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            return Task.CompletedTask;
        }

        public async Task<string> WaitAsync(string part)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Patience);
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(limit.Token);
                if (line.Contains(part, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
    }
}
