using Connectors.Core.Avatars;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Tenancy;

namespace Connectors.Tests.Core.Sessions.Desk;

public sealed partial class SessionDeskTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Start_WithASavedVoiceAgent_IsLiveAndSeenByItsTenant()
    {
        var started = (await _world.StartAsync()).Value!;

        Assert.Equal(("client-token", SessionState.Live), (started.Access.UserToken, started.State));
        var view = (await _world.Desk.FindAsync("tenant", started.Id, Cancellation))!;
        Assert.Equal((SessionState.Live, "agent", "fake", "la-1"), (view.State, view.VoiceAgentId, view.ConnectorId, view.AvatarSessionId));
        Assert.Equal("17", view.Metadata["order"]);
        Assert.Contains(_world.Records.All, record => record.Key is { Kind: RecordKinds.AuditEntry, TenantId: "tenant" });
        Assert.Equal(["Started"], _world.Notices.Names);
    }

    [Fact]
    public async Task Start_SettingsOfTheSession_ReachTheAgent()
    {
        await _world.TalkAsync(SessionWorld.Request with
        {
            Language = "de",
            Greeting = new(GreetingMode.Text, "Hallo"),
            DynamicVariables = new Dictionary<string, object> { ["name"] = "Ada" },
        });

        var options = _world.Connector.Agent.Options;
        Assert.Equal(("de", "Hallo", "Ada"), (options.Language, options.Greeting.Text, options.DynamicVariables["name"]));
    }

    [Fact]
    public async Task Start_WithAnInlineAgent_UsesItsCredential()
    {
        var id = await _world.TalkAsync(SessionWorld.Request with
        {
            VoiceAgentId = null,
            Agent = new("fake", "agent-key", System.Text.Json.JsonDocument.Parse("{}").RootElement),
        });

        var view = await _world.Desk.FindAsync("tenant", id, Cancellation);
        Assert.Equal((null, "fake"), (view!.VoiceAgentId, view.ConnectorId));
    }

    [Fact]
    public async Task Start_WithoutAgent_IsABroadcast()
    {
        var started = await _world.StartAsync(SessionWorld.Request with { VoiceAgentId = null });

        Assert.Null((await _world.Desk.FindAsync("tenant", started.Value!.Id, Cancellation))!.ConnectorId);
    }

    [Fact]
    public async Task Start_EverythingWrong_TellsAllOfItAtOnce()
    {
        var refusal = (await _world.StartAsync(new()
        {
            VoiceAgentId = "nobody",
            Agent = new("nothing", "nobody", null),
            AvatarCredentialId = "agent-key",
            Avatar = new() { AvatarId = string.Empty, VideoQuality = "best" },
            UserIdentity = new('x', 201),
            Language = "x",
            WaitForCredential = TimeSpan.FromSeconds(31),
            DynamicVariables = new Dictionary<string, object> { ["list"] = new List<int>() },
            Limits = new() { MaximumDuration = TimeSpan.FromSeconds(1), AgentReconnects = 11 },
            Metadata = Enumerable.Range(0, 17).ToDictionary(i => $"{i}", _ => string.Empty),
        })).Refusal!;

        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.Equal(
            [
                "agent", "avatar.avatar_id", "avatar.quality", "avatar_credential_id", "dynamic_variables", "language",
                "limits.agent_reconnects", "limits.maximum_duration_seconds", "metadata", "user_identity", "voice_agent_id",
                "wait_for_credential_seconds",
            ],
            refusal.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        Assert.Equal(0, _world.Admission.Figures.Sessions);
    }

    [Fact]
    public async Task Start_NoLiveAvatarCredential_SaysHowToSetOne()
    {
        await _world.ChangeTenantAsync(tenant => tenant with { DefaultAvatarCredentialId = null });

        var refusal = (await _world.StartAsync()).Refusal!;
        Assert.Equal("avatar_credential_id", Assert.Single(refusal.Errors).Field);
        Assert.Contains("default_liveavatar_credential_id", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AvatarFailureKind.Unauthorized, RefusalKind.ProviderRefused, false)]
    [InlineData(AvatarFailureKind.NoCredits, RefusalKind.ProviderRefused, false)]
    [InlineData(AvatarFailureKind.InvalidRequest, RefusalKind.Invalid, false)]
    [InlineData(AvatarFailureKind.LimitReached, RefusalKind.CapacityReached, true)]
    [InlineData(AvatarFailureKind.ServerError, RefusalKind.ProviderUnreachable, true)]
    [InlineData(AvatarFailureKind.Unreachable, RefusalKind.ProviderUnreachable, true)]
    public async Task Start_LiveAvatarRefuses_IsARefusalAndNothingIsLeftBehind(
        AvatarFailureKind failure, RefusalKind kind, bool isWorthRepeating)
    {
        _world.LiveAvatar.TokenFailure = FakeLiveAvatar.Failure(failure);

        var refusal = (await _world.StartAsync()).Refusal!;
        Assert.Equal((kind, isWorthRepeating), (refusal.Kind, refusal.RetryAfter is not null));
        Assert.Contains("No.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, _world.Admission.Figures.Sessions);
        Assert.Empty((await _world.Desk.ListAsync(new("tenant"), Cancellation)).Sessions);
        Assert.Equal((0, 0), (_world.CountOf(RecordKinds.SessionEvent), _world.CountOf(RecordKinds.Usage)));
    }

    [Fact]
    public async Task Start_LiveAvatarRefusesTheKey_TheCredentialIsFailingAndItsOwnerIsTold()
    {
        _world.LiveAvatar.TokenFailure = FakeLiveAvatar.Failure(AvatarFailureKind.Unauthorized);
        await _world.StartAsync();
        await _world.StartAsync();

        var credential = await _world.Credentials.FindAsync("tenant", "avatar-key", Cancellation);
        Assert.Equal(CredentialState.Failing, credential!.Value.State);
        Assert.Equal(["CredentialFailing"], _world.Notices.Names);
    }

    [Fact]
    public async Task Start_FailsAfterItWasWrittenDown_IsToldOnceAndCountsNothing()
    {
        _world.LiveAvatar.StartFailure = FakeLiveAvatar.Failure(AvatarFailureKind.ServerError);
        Assert.Equal(RefusalKind.ProviderUnreachable, (await _world.StartAsync()).Refusal!.Kind);

        Assert.Equal(["Failed"], _world.Notices.Names);
        Assert.Equal(0, _world.Admission.Figures.Sessions);
        Assert.Equal(SessionState.Ended, Assert.Single((await _world.Desk.ListAsync(new("tenant"), Cancellation)).Sessions).State);
    }

    [Fact]
    public async Task Start_BooksCantBeWritten_SessionIsStoppedAndThePlaceGivenBack()
    {
        _world.Use(new FakeHost(() => _world.Records.Failure = new IOException("The disk is full.")));

        await Assert.ThrowsAsync<IOException>(() => _world.StartAsync());
        Assert.Equal(0, _world.Admission.Figures.Sessions);
        Assert.Single(((FakeHost)_world.Host).Stopped);
    }

    [Fact]
    public async Task Start_AHundredAtOnceForTenSlots_ExactlyTenAreStarted()
    {
        await _world.ChangeTenantAsync(tenant => tenant with { Quotas = new() { SessionsAtOnce = 10, StartsPerMinute = 1_000 } });
        _world.Use(new FakeHost());

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _world.StartAsync(), Cancellation)));
        Assert.Equal(10, answers.Count(answer => answer.IsDone));
        Assert.All(answers.Where(answer => !answer.IsDone), answer => Assert.Equal(RefusalKind.QuotaReached, answer.Refusal!.Kind));
        Assert.Equal(10, ((FakeHost)_world.Host).Started.Count);
    }

    [Fact]
    public async Task Start_CredentialsConversationsAreAllOn_IsRefusedBeforeTheProviderIsAsked()
    {
        await _world.AddCredentialAsync(_world.Credential("tenant", "small", "FAKE_API_KEY") with { MaximumConcurrency = 1 });
        var request = SessionWorld.Request with
        {
            VoiceAgentId = null,
            Agent = new("fake", "small", System.Text.Json.JsonDocument.Parse("{}").RootElement),
        };
        var first = await _world.TalkAsync(request);

        Assert.Equal(RefusalKind.CredentialBusy, (await _world.StartAsync(request)).Refusal!.Kind);
        var waiting = _world.StartAsync(request with { WaitForCredential = TimeSpan.FromSeconds(30) });
        await _world.StopAsync(first);
        Assert.True((await waiting).IsDone);
    }

    [Fact]
    public async Task Start_TenantDeletedOrSuspended_IsRefused()
    {
        await _world.ChangeTenantAsync(tenant => tenant with { State = TenantState.Suspended });
        Assert.Equal(RefusalKind.WrongState, (await _world.StartAsync()).Refusal!.Kind);
        await _world.ChangeTenantAsync(tenant => tenant with { State = TenantState.Deleting });
        Assert.Equal(RefusalKind.NotFound, (await _world.StartAsync()).Refusal!.Kind);
    }

    [Fact]
    public async Task EveryCall_ForAnotherTenantsSession_FindsNone()
    {
        var id = await _world.TalkAsync();

        Assert.Null(await _world.Desk.FindAsync("stranger", id, Cancellation));
        Assert.Null(await _world.Desk.WatchAsync("stranger", id, 0, Cancellation));
        Assert.Empty((await _world.Desk.ListAsync(new("stranger"), Cancellation)).Sessions);
        Assert.Equal(RefusalKind.NotFound, (await _world.Desk.TranscriptAsync("stranger", id, Cancellation)).Refusal!.Kind);
        var stop = await _world.Desk.StopAsync(SessionWorld.Stranger, id, SessionEndReasons.StoppedByTenant, Cancellation);
        Assert.Equal(RefusalKind.NotFound, stop.Refusal!.Kind);
        Assert.Equal(
            RefusalKind.NotFound, (await _world.Desk.DeleteContentAsync(SessionWorld.Stranger, id, Cancellation)).Refusal!.Kind);
        var command = await _world.Desk.CommandAsync(SessionWorld.Stranger, id, TenantCommands.Interrupt().Value!, Cancellation);
        Assert.Equal(RefusalKind.NotFound, command.Refusal!.Kind);
        Assert.Equal(SessionState.Live, (await _world.Desk.FindAsync("tenant", id, Cancellation))!.State);
    }

    [Fact]
    public async Task Stop_AgainAndAgain_EndsOnceAndGivesThePlaceBack()
    {
        var id = await _world.TalkAsync();
        var stopped = await _world.StopAsync(id);
        var again = await _world.StopAsync(id);

        Assert.Equal((SessionState.Ended, SessionEndReasons.StoppedByTenant), (stopped.State, stopped.End!.Reason));
        Assert.Equal(stopped.EndedAt, again.EndedAt);
        Assert.Equal((0, 1), (_world.Admission.Figures.Sessions, _world.CountOf(RecordKinds.Usage)));
        Assert.Equal(["Started", "Ended"], _world.Notices.Names);
    }

    [Fact]
    public async Task Command_OfEachKind_ReachesTheAgent()
    {
        var id = await _world.TalkAsync();
        foreach (var command in new[]
        {
            TenantCommands.Say("Say this."), TenantCommands.UserText("Answer this."), TenantCommands.AddContext("Know this.", "k"),
            TenantCommands.Interrupt(),
        })
        {
            var answer = await _world.Desk.CommandAsync(SessionWorld.Caller, id, command.Value!, Cancellation);
            Assert.True(answer.Value!.IsAccepted, answer.Value.Message);
        }

        Assert.Contains("say:Say this.", _world.Connector.Agent.Calls);
        Assert.Contains("text:Answer this.", _world.Connector.Agent.Calls);
        Assert.Contains("context:Know this.:k", _world.Connector.Agent.Calls);
        var unknown = TenantCommands.ToolResult("no-call", System.Text.Json.JsonDocument.Parse("1").RootElement, isError: false).Value!;
        Assert.Equal(
            "unknown-tool-call", (await _world.Desk.CommandAsync(SessionWorld.Caller, id, unknown, Cancellation)).Value!.Reason);
        await _world.StopAsync(id);
        Assert.Equal(
            RefusalKind.WrongState, (await _world.Desk.CommandAsync(SessionWorld.Caller, id, unknown, Cancellation)).Refusal!.Kind);
    }

    [Fact]
    public void Commands_WithoutContent_AreInvalid()
    {
        Assert.Equal("text", Assert.Single(TenantCommands.Say(" ").Refusal!.Errors).Field);
        Assert.Equal("text", Assert.Single(TenantCommands.UserText(null).Refusal!.Errors).Field);
        Assert.Equal("text", Assert.Single(TenantCommands.AddContext(new('x', 10_001), null).Refusal!.Errors).Field);
        Assert.Equal(2, TenantCommands.ToolResult(null, default, false).Refusal!.Errors.Count);
    }

    [Fact]
    public async Task List_PageByPage_ShowsLiveAndEnded()
    {
        List<string> ids = [];
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await _world.StartAsync()).Value!.Id);
        }

        await _world.StopAsync(ids[1]);
        var first = await _world.Desk.ListAsync(new("tenant") { Limit = 2 }, Cancellation);
        var second = await _world.Desk.ListAsync(new("tenant") { Limit = 2, After = first.Next }, Cancellation);

        Assert.Equal([ids[2], ids[1], ids[0]], first.Sessions.Concat(second.Sessions).Select(session => session.Id));
        Assert.Equal(
            [SessionState.Live, SessionState.Ended, SessionState.Live],
            first.Sessions.Concat(second.Sessions).Select(session => session.State));
        Assert.Null(second.Next);
        var ended = await _world.Desk.ListAsync(new("tenant") { States = [SessionState.Ended] }, Cancellation);
        Assert.Equal(ids[1], Assert.Single(ended.Sessions).Id);
    }
}
