using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Projects;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Tenancy;

namespace Connectors.Tests.Core.Sessions.Desk;

/// <summary>Sessions in rooms of the tenant's own.</summary>
public sealed class OwnRoomsTests : IAsyncLifetime
{
    private static readonly RoomSource.OwnAgoraChannel Channel =
        new(new("0123456789abcdef0123456789ABCDEF", "booth 7", "007token", "4711"));

    private readonly SessionWorld _world = new();

    private static SessionRequest Own { get; } =
        SessionWorld.Request with { OwnLiveKit = new("project", null) };

    private static SessionRequest Agora { get; } = SessionWorld.Request with { VoiceAgentId = null, Room = Channel };

    public async ValueTask InitializeAsync()
    {
        await _world.AddTenantsAsync();
        await _world.AddCredentialAsync(_world.Credential("tenant", "project", Credential.LiveKitKind) with
        {
            Value = new("wss://APIkey:the%2Fsecret@rooms.livekit.cloud"),
        });
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task OwnLiveKit_TokensAreOfTheProject_AndEachHasItsRole()
    {
        var id = await _world.TalkAsync(Own);

        var given = _world.LiveAvatar.Request!.LiveKit!;
        Assert.Equal(("wss://rooms.livekit.cloud/", $"session-{id}"), (given.Url.AbsoluteUri, given.Room));
        Assert.True(RoomToken.TryRead(given.AvatarToken, out var avatar, out _));
        Assert.Equal("heygen", avatar.Identity);
        Assert.Equal(
            [(RoomRole.Avatar, "heygen"), (RoomRole.Agent, $"agent-{id}"), (RoomRole.User, "client")],
            _world.RoomServers.Passes.Select(pass => (pass.Role, pass.Identity)));
        Assert.All(_world.RoomServers.Passes, pass => Assert.True(pass.Lifetime > new SessionLimits().MaximumDuration));
    }

    [Fact]
    public async Task OwnLiveKit_TheAnswerLetsTheUserIn()
    {
        var started = (await _world.StartAsync(Own with { OwnLiveKit = new("project", "booth-7"), UserIdentity = "visitor" })).Value!;

        Assert.Equal("wss://rooms.livekit.cloud/", started.Access.RoomUrl!.AbsoluteUri);
        Assert.True(RoomToken.TryRead(started.Access.UserToken, out var user, out _));
        Assert.Equal(("visitor", "booth-7"), (user.Identity, user.Room));
    }

    [Fact]
    public async Task OwnLiveKit_TakenOver_GetsATokenOfItsOwn()
    {
        var id = await _world.TalkAsync(Own);
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        _world.Restart();

        Assert.Equal((1, 0), await _world.TakeUpAsync());

        Assert.Equal(2, _world.RoomServers.Passes.Count(pass => pass.Role == RoomRole.Agent && pass.Identity == $"agent-{id}"));
        Assert.Equal(2, _world.Rooms.Joins.Count);
    }

    [Fact]
    public async Task OwnLiveKit_WhoseSessionIsOver_LeavesNoSecretInTheRecord()
    {
        var id = await _world.TalkAsync(Own);
        var live = await _world.Sessions.FindAsync(id, SessionWorld.Cancellation);
        await _world.StopAsync(id);

        var ended = await _world.Sessions.FindAsync(id, SessionWorld.Cancellation);

        Assert.Equal("the/secret", ((RoomSource.OwnLiveKitRoom)live!.Room).ApiSecret);
        Assert.Empty(((RoomSource.OwnLiveKitRoom)ended!.Room).ApiSecret);
        Assert.Null(ended.AvatarRequest!.LiveKit);
    }

    [Theory]
    [InlineData("rooms.livekit.cloud", "the project's address with its key and secret")]
    [InlineData("wss://rooms.livekit.cloud", "the project's address with its key and secret")]
    [InlineData("wss://key@rooms.livekit.cloud", "the project's address with its key and secret")]
    [InlineData("ws://key:secret@rooms.livekit.cloud", "must begin with wss://")]
    [InlineData("wss://key:secret@10.0.0.7", "10.0.0.7")]
    [InlineData("wss://key:secret@rooms.example.com", "'rooms.example.com' are not allowed")]
    public async Task OwnLiveKit_OfACredentialThatCannotBeUsed_NamesItAndTellsNoSecret(string value, string words)
    {
        await _world.AddCredentialAsync(_world.Credential("tenant", "other", Credential.LiveKitKind) with { Value = new(value) });

        var refusal = (await _world.StartAsync(Own with { OwnLiveKit = new("other", null) })).Refusal!;

        var error = Assert.Single(refusal.Errors);
        Assert.Equal("room.credential_id", error.Field);
        Assert.DoesNotContain("secret@", error.Message, StringComparison.Ordinal);
        Assert.True(
            error.Message.Contains(words, StringComparison.Ordinal) || words == "10.0.0.7", error.Message);
        Assert.Empty(_world.Order);
    }

    [Fact]
    public async Task OwnLiveKit_WithACredentialOfAnotherKindOrTenant_IsRefused()
    {
        var kind = (await _world.StartAsync(Own with { OwnLiveKit = new("agent-key", null) })).Refusal!;
        var tenant = (await _world.Desk.StartAsync(SessionWorld.Stranger, Own, SessionWorld.Cancellation)).Refusal!;
        var none = (await _world.StartAsync(Own with { OwnLiveKit = new(null, string.Empty), UserIdentity = "heygen" })).Refusal!;

        Assert.Equal(["room.credential_id"], kind.Errors.Select(error => error.Field));
        Assert.Equal(["room.credential_id"], tenant.Errors.Select(error => error.Field));
        Assert.Equal(
            ["room.credential_id", "room.name", "user_identity"],
            none.Errors.Select(error => error.Field).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Agora_IsPassedOn_AndNobodyJoinsOrIsWaitedFor()
    {
        var started = await _world.StartAsync(Agora);
        Assert.Null(started.Refusal);

        Assert.Equal(Channel.Channel, _world.LiveAvatar.Request!.Agora);
        Assert.Null(started.Value!.Access.RoomUrl);
        Assert.Empty(_world.Rooms.Joins);
        _world.Time.Advance(new SessionLimits().NoUser);
        Assert.Equal(SessionState.Live, (await _world.Desk.FindAsync("tenant", started.Value.Id, SessionWorld.Cancellation))!.State);
        Assert.Equal("stopped-by-tenant", (await _world.StopAsync(started.Value.Id)).End!.Reason);
    }

    [Fact]
    public async Task Agora_WithAnAgent_IsRefusedWithTheReason()
    {
        var refusal = (await _world.StartAsync(Agora with { VoiceAgentId = "agent" })).Refusal!;

        var error = Assert.Single(refusal.Errors);
        Assert.Equal("voice_agent_id", error.Field);
        Assert.Contains("Agora's own SDK", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agora_EveryWrongMember_IsNamed()
    {
        var channel = new RoomSource.OwnAgoraChannel(new("xyz", new('c', 65), "a b", "0"));

        var refusal = (await _world.StartAsync(Agora with { Room = channel, UserIdentity = "client" })).Refusal!;

        Assert.Equal(
            ["room.agora.app_id", "room.agora.channel", "room.agora.token", "room.agora.uid", "user_identity"],
            refusal.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }
}
