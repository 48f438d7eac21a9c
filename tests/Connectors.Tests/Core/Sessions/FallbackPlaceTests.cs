using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Handover;
using Connectors.Core.Tenancy;
using Connectors.Tests.Core.Sessions.Handover;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Core.Sessions;

/// <summary>Under which credential a session is counted whose agent was replaced; either allows one conversation.</summary>
public sealed class FallbackPlaceTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static SessionRequest Request { get; } = SessionWorld.Request with { VoiceAgentId = "careful" };

    public async ValueTask InitializeAsync()
    {
        _world.Connector.Capabilities = _world.Connector.Capabilities with { Resume = ResumeKind.Replay };
        await _world.AddTenantsAsync();
        foreach (var id in (string[])["first", "second"])
        {
            await _world.AddCredentialAsync(_world.Credential("tenant", id, "FAKE_API_KEY") with { MaximumConcurrency = 1 });
        }

        await _world.AddVoiceAgentAsync(_world.VoiceAgent("tenant", "spare", "second"));
        await _world.AddVoiceAgentAsync(_world.VoiceAgent("tenant", "careful", "first") with { FallbackId = "spare" });
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Agent_Replaced_TheFallbacksCredentialIsInUseAndTheFirstOnesIsFree()
    {
        var id = await ReplacedAsync();
        await AssertOnSecondAsync();

        await _world.StopAsync(id);
        Assert.Equal(0, _world.Admission.Figures.Sessions);
        await _world.StopAsync(await _world.TalkAsync(Direct("first")));
        await _world.StopAsync(await _world.TalkAsync(Direct("second")));
    }

    [Fact]
    public async Task Agent_ReplacedWhileItsFallbackIsFull_GoesOnAndNewStartsAreRefused()
    {
        var direct = await _world.TalkAsync(Direct("second"));
        await ReplacedAsync();
        await _world.StopAsync(direct);

        await AssertOnSecondAsync();
    }

    [Fact]
    public async Task Process_ThatGoesOnAfterTheReplacement_CountsTheFallbacksCredential()
    {
        var id = await ReplacedAsync();
        await _world.PassAsync(NotedAsync(id, static progress => progress.OnFallback));
        _world.Restart();
        Assert.Equal((1, 0), await _world.TakeUpAsync());

        await AssertOnSecondAsync();
    }

    [Fact]
    public async Task Session_MovedAfterTheReplacement_CountsTheFallbacksCredentialThere()
    {
        var id = await ReplacedAsync();
        await _world.PassAsync(NotedAsync(id, static progress => progress.OnFallback));
        await MoveAsync(id, static () => { });

        await AssertOnSecondAsync();
    }

    [Fact]
    public async Task Agent_ThatFailsInTheProcessThatIsAboutToTakeTheSession_IsCountedAsItsFallbackThere()
    {
        var id = await _world.TalkAsync(Request);
        await _world.PassAsync(NotedAsync(id, static _ => true));
        await MoveAsync(id, () =>
        {
            _world.Connector.Agent.HangUp(CloseKind.Unauthorized);
            Assert.True(SpinWait.SpinUntil(() => _world.Connector.Connections.Count == 3, TimeSpan.FromSeconds(30)));
        });

        await AssertOnSecondAsync();
    }

    [Fact]
    public async Task Fallback_WhoseKeyIsRefused_IsTheCredentialThatFails()
    {
        var id = await ReplacedAsync();
        _world.Connector.Agent.HangUp(CloseKind.Unauthorized);
        await _world.WatchAsync(id);

        Assert.Equal(CredentialState.Failing, await StateAsync("second"));
        Assert.NotEqual(CredentialState.Failing, await StateAsync("first"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Use_AfterTheReplacement_IsTheFallbacks_AlsoInAnotherProcess(bool isTakenOver)
    {
        var id = await _world.TalkAsync(Request);
        _world.Time.Advance(TimeSpan.FromSeconds(20));
        await ReplaceAsync(id);
        await _world.PassAsync(NotedAsync(id, static progress => progress.OnFallback));
        _world.Connector.Agent.Turn(1_000, TimeSpan.FromSeconds(1));
        await _world.PassAsync(SeenAsync(id, static e => e is SessionEvent.TurnEnded));
        if (isTakenOver)
        {
            await _world.Writer.FlushAsync(Cancellation);
            _world.Restart();
            Assert.Equal((1, 0), await _world.TakeUpAsync());
            await _world.SeeAsync(id, static e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });
        }

        _world.Time.Advance(TimeSpan.FromSeconds(40));
        await _world.StopAsync(id);

        var usage = (await _world.Kept.Usage.FindAsync("tenant", id, Cancellation))!.Value;
        Assert.Equal("fake", usage.FallbackConnectorId);
        Assert.InRange(usage.Seconds - usage.FallbackSeconds, 19.9, 30);
        Assert.InRange(usage.FallbackSeconds, 40, 90);
        Assert.Equal((1.0, 1.0), (Math.Round(usage.AgentAudioSeconds!.Value, 1), Math.Round(usage.FallbackAudioSeconds, 1)));
    }

    private static SessionRequest Direct(string credential) => SessionWorld.Request with
    {
        VoiceAgentId = null,
        Agent = new("fake", credential, JsonDocument.Parse("{}").RootElement),
    };

    private async Task AssertOnSecondAsync()
    {
        Assert.Equal(RefusalKind.CredentialBusy, (await _world.StartAsync(Direct("second"))).Refusal!.Kind);
        await _world.StopAsync(await _world.TalkAsync(Direct("first")));
    }

    // A session that goes on with its fallback.
    private async Task<string> ReplacedAsync()
    {
        var id = await _world.TalkAsync(Request);
        await ReplaceAsync(id);
        return id;
    }

    private async Task ReplaceAsync(string id)
    {
        _world.Connector.Agent.HangUp(CloseKind.Unauthorized);
        await _world.SeeAsync(id, static e => e is SessionEvent.Reconnected { Part: SessionPart.Agent });
    }

    private async Task<bool> SeenAsync(string id, Func<SessionEvent, bool> isIt)
    {
        await _world.SeeAsync(id, isIt);
        return true;
    }

    // What another process needs is written down.
    private async Task<bool> NotedAsync(string id, Func<AgentProgress, bool> isIt)
    {
        while (await _world.Sessions.FindAsync(id, Cancellation) is not { Progress: { } progress } || !isIt(progress))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        return true;
    }

    private async Task MoveAsync(string id, Action takingOver)
    {
        _world.Rooms.PutsOutOlder = true;
        var (old, admission) = ((LocalSessionHost)_world.Host, _world.Admission);
        _world.Begin();
        var reception = new SessionReception(_world.Environment, (LocalSessionHost)_world.Host, _world.Admission);
        var succession = new FakeSuccession(reception) { TakingOver = takingOver };
        var drain = new SessionDrain(old, succession, admission, new(), _world.Time, NullLogger<SessionDrain>.Instance);
        Assert.Equal(0, await _world.PassAsync(drain.DrainAsync(Cancellation)));
        Assert.Equal((0, 1), (admission.Figures.Sessions, _world.Admission.Figures.Sessions));
        await _world.SeeAsync(id, static e => e is SessionEvent.Reconnected { Part: SessionPart.Avatar });
        _world.Rooms.PutsOutOlder = false;
    }

    private async Task<CredentialState> StateAsync(string id) =>
        (await _world.Credentials.FindAsync("tenant", id, Cancellation))!.Value.State;
}
