using System.Text;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Tenancy;
using Connectors.Integration.Tests.Api;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>The whole service with its database on disk: what is told of a session is the same after a restart.</summary>
public sealed class KeptSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ApiStage _stage = null!;
    private Caller _caller = null!;
    private string _agentId = string.Empty;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SessionDesk Desk => Get<SessionDesk>();

    public async ValueTask InitializeAsync()
    {
        _stage = await ApiStage.StartAsync();
        _stage.Rooms.Participants.AddRange(["client", "heygen"]);
        _stage.Rooms.Tracks.AddRange([_stage.Rooms.UserMicrophone, FakeRooms.AvatarVideo]);
        var tenant = await _stage.TenantAsync();
        _caller = new(tenant.Id, "key:test", "127.0.0.1");
        await tenant.LiveAvatarCredentialAsync();
        _agentId = await tenant.VoiceAgentAsync(await tenant.ElevenLabsCredentialAsync());
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Events_OfASessionThatEnded_AreTheSameAfterARestart()
    {
        var id = await TalkAsync();
        Assert.True((await Desk.CommandAsync(_caller, id, TenantCommands.UserText("Where is my parcel?").Value!, Stop)).Value!.IsAccepted);
        await SeeAsync(id, e => e is SessionEvent.UserSaid);
        await Desk.StopAsync(_caller, id, SessionEndReasons.StoppedByTenant, Stop);
        var before = await TextsAsync(id, 0);
        await _stage.RestartAsync();

        Assert.Equal(before, await TextsAsync(id, 0));
        Assert.Equal(before.Skip(3), await TextsAsync(id, 3));
        var view = await Desk.FindAsync(_caller.TenantId, id, Stop);
        Assert.Equal((SessionState.Ended, "stopped-by-tenant", _agentId), (view!.State, view.End!.Reason, view.VoiceAgentId));
        Assert.Equal("17", view.Metadata["order"]);
        Assert.Contains(
            "Where is my parcel?",
            (await Desk.TranscriptAsync(_caller.TenantId, id, Stop)).Value!.Segments.Select(segment => segment.Text));
    }

    [Fact]
    public async Task ProcessThatStops_EndsItsSessionsAndKeepsTheirLastEvents()
    {
        var id = await TalkAsync();
        await _stage.RestartAsync();

        Assert.Contains("\"reason\":\"server-shutdown\"", (await TextsAsync(id, 0))[^1], StringComparison.Ordinal);
        Assert.Equal(0, Get<IAdmission>().Figures.Sessions);
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var sums = (await Get<UsageDesk>().SumAsync(_caller.TenantId, day.AddDays(-1), day.AddDays(1), Stop)).Value!.Sums;
        Assert.Equal(1, Assert.Single(sums).Sessions);
    }

    [Fact]
    public async Task TenantThatIsDeleted_EndsItsSessionsAndLosesItsKey()
    {
        var id = await TalkAsync();
        await Get<TenantDesk>().DeleteAsync(new(string.Empty, "key:operator", null), _caller.TenantId, null, Stop);
        Assert.Equal(1, await Get<TenantEraser>().EraseAllAsync(Stop));

        Assert.Equal(SessionState.Ended, (await Get<ISessionHost>().FindAsync(id, Stop))!.State);
        Assert.Null(await Desk.FindAsync(_caller.TenantId, id, Stop));
        Assert.Null(await Get<SessionContent>().TranscriptAsync(_caller.TenantId, id, Stop));
        Assert.Null(await Get<VoiceAgentDesk>().FindAsync(_caller.TenantId, _agentId, Stop));
        Assert.Equal(RefusalKind.NotFound, (await StartAsync()).Refusal!.Kind);
    }

    private T Get<T>()
        where T : notnull => _stage.Services.GetRequiredService<T>();

    private Task<Outcome<StartedSession>> StartAsync() => Desk.StartAsync(
        _caller,
        new()
        {
            VoiceAgentId = _agentId,
            Avatar = new() { AvatarId = LiveAvatarCloud.OtherAvatar },
            Metadata = new Dictionary<string, string> { ["order"] = "17" },
        },
        Stop);

    private async Task<string> TalkAsync()
    {
        var started = await StartAsync();
        Assert.Null(started.Refusal);
        await SeeAsync(started.Value!.Id, e => e is SessionEvent.AgentReady);
        return started.Value.Id;
    }

    private async Task SeeAsync(string id, Func<SessionEvent, bool> isIt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Patience);
        var events = await Desk.WatchAsync(_caller.TenantId, id, 0, limit.Token);
        await events!.OfType<WatchedEvent.Happened>().FirstAsync(happened => isIt(happened.Entry.Event), limit.Token);
    }

    private async Task<List<string>> TextsAsync(string id, long after)
    {
        var events = await Desk.WatchAsync(_caller.TenantId, id, after, Stop);
        return await events!.Cast<WatchedEvent.Happened>()
            .Select(happened => Encoding.UTF8.GetString(SessionEventJson.Write(happened.Entry))).ToListAsync(Stop);
    }
}
