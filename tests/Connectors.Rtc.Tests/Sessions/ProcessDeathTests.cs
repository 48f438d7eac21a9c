using System.Text.Json;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Rtc.Tests.Sessions;

/// <summary>The service's process is killed in the middle of a conversation, and the next one finds what it left.</summary>
public sealed class ProcessDeathTests(RtcFixture rtc)
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai-realtime")]
    public async Task Session_OfAKilledProcess_IsGoneOnWithByTheNextOne(string connector)
    {
        Assert.NotNull(rtc.Server);
        await using var stage = await DeathStage.StartAsync(rtc, connector);
        await stage.ServeAsync(resumeWithinSeconds: 60);
        var id = await stage.BeginAsync();
        var greeted = await stage.WatchAsync(id, 0, IsTurnEnded);
        stage.User.Say(stage.Speech);
        var answered = await stage.WatchAsync(id, greeted[^1].Id, IsTurnEnded);
        var before = Said(await stage.CallAsync(HttpMethod.Get, $"sessions/{id}/transcript"));
        var avatar = Assert.Single(stage.LiveAvatar.Sessions);

        await stage.KillAsync();
        var killedAt = TimeProvider.System.GetTimestamp();
        await stage.ServeAsync(resumeWithinSeconds: 60);
        var back = await stage.WatchAsync(id, answered[^1].Id, IsAgentBack);
        stage.User.Say(stage.Speech);
        var spoken = await avatar.Log.WaitAsync(
            record => record is { Direction: LiteDirection.Received, Type: "agent.speak", AudioBytes: > 0 } && record.Timestamp > killedAt,
            _cancellation);
        var silence = TimeProvider.System.GetElapsedTime(killedAt, spoken.Timestamp);
        Figures.Report($"{connector}: spoke again {silence.TotalSeconds:0.0} s after kill -9");
        var again = await stage.WatchAsync(id, back[^1].Id, IsTurnEnded);

        var after = Said(await stage.CallAsync(HttpMethod.Get, $"sessions/{id}/transcript"));
        Assert.Equal(before, after.Take(before.Count));
        Assert.True(after.Count > before.Count);
        var places = back.Where(told => told.Type != "resync").Select(told => told.Id).Prepend(answered[^1].Id).ToList();
        Assert.Equal(places.Distinct().Order(), places);
        Assert.True(again[^1].Data.GetProperty("figures").GetProperty("heard_ms").GetDouble() > 300);
        Assert.Equal(2, avatar.Log.Records.Count(record => record.Type == "socket.opened"));
        Assert.True(avatar.IsActive);
        Assert.Equal(0, stage.Stops);
        await stage.CallAsync(HttpMethod.Post, $"sessions/{id}/stop");
        Assert.Equal(1, stage.Stops);
    }

    [Fact]
    public async Task Session_OfAKilledProcess_ThatMayNotGoOn_IsStoppedOnceByTheNextOne()
    {
        Assert.NotNull(rtc.Server);
        await using var stage = await DeathStage.StartAsync(rtc, "elevenlabs");
        await stage.ServeAsync(resumeWithinSeconds: 60);
        var id = await stage.BeginAsync();
        await stage.WatchAsync(id, 0, IsTurnEnded);

        await stage.KillAsync();
        await stage.ServeAsync(resumeWithinSeconds: 0);
        var events = await stage.WatchAsync(id, 0, (type, _) => type == "session.ended");
        await Assert.Single(stage.LiveAvatar.Sessions).Ended.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, _cancellation);

        Assert.Equal("server-restarted", events[^1].Data.GetProperty("end").GetProperty("reason").GetString());
        Assert.Equal(1, stage.Stops);
    }

    private static bool IsTurnEnded(string type, JsonElement data) => type == "turn.ended";

    private static bool IsAgentBack(string type, JsonElement data) =>
        type == "session.reconnected" && data.GetProperty("part").GetString() == "agent";

    private static List<string> Said(JsonElement transcript) =>
    [
        .. transcript.GetProperty("segments").EnumerateArray()
            .Select(segment => $"{segment.GetProperty("ordinal")} {segment.GetProperty("speaker")}: {segment.GetProperty("text")}"),
    ];
}
