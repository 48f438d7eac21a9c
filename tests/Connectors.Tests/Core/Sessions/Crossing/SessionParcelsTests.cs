using System.Text;
using System.Text.Json;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Crossing;
using Connectors.Core.Vault;
using Connectors.Testing;
using Connectors.Tests.Core.Vault;

namespace Connectors.Tests.Core.Sessions.Crossing;

public sealed class SessionParcelsTests : IDisposable
{
    private static readonly (string TenantId, string SessionId) Name = ("tenant", "s-1");

    private readonly TestKeys _keys = new();
    private readonly TenantVault _vault;
    private readonly SessionParcels _parcels;

    public SessionParcelsTests()
    {
        _vault = new(new InMemoryRecordStore(), _keys.Encryption, _keys.Time);
        _parcels = new(_vault);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Specification_ThereAndBack_IsTheSameAndSecretOnTheWay()
    {
        var specification = new SessionSpecification
        {
            Id = "s-1",
            TenantId = "tenant",
            Source = new RoomSource.GivenRoom(new("wss://rooms.example.com"), "room-token-8f2c", new("wss://avatar.example.com/x")),
            Avatar = new() { AvatarId = "avatar" },
            AvatarCredential = new Secret("avatar-key-77aa"),
            ConnectorId = "fake",
            Agent = new(JsonDocument.Parse("""{"a":1}""").RootElement, new Secret("agent-key-31d0")),
            Tools = new("agent", [new(new Secret("whsec_c0de"))], [new() { Name = "weather", Url = "https://tools.example" }]),
            Fallback = new(
                "other", "c-2", "fake", new(JsonDocument.Parse("{}").RootElement, new Secret("fallback-key-9f1e")), null),
            DynamicVariables = new Dictionary<string, object> { ["name"] = "Anna", ["count"] = 3L, ["vip"] = true },
            UserIdentity = null,
            Details = new() { CredentialId = "c-1", Metadata = new Dictionary<string, string> { ["order"] = "17" } },
            Retention = new() { TranscriptDays = 3 },
        };

        var box = await _parcels.SealAsync(Name, specification, Cancellation);
        var opened = await _parcels.OpenAsync<SessionSpecification>(Name, box, Cancellation);

        Assert.Equal(specification.Source, opened.Source);
        Assert.Equal(("avatar-key-77aa", "agent-key-31d0"), (opened.AvatarCredential.Reveal(), opened.Agent!.Secret.Reveal()));
        Assert.Equal("""{"a":1}""", opened.Agent.Settings.GetRawText());
        Assert.Equal(specification.Tools.Endpoints[0], Assert.Single(opened.Tools!.Endpoints));
        Assert.Equal("fallback-key-9f1e", opened.Fallback!.Setup.Secret.Reveal());
        Assert.Equal(specification.DynamicVariables, opened.DynamicVariables);
        Assert.Equal((null, 3), (opened.UserIdentity, opened.Retention?.TranscriptDays));
        Assert.Equal(specification.Details.Metadata, opened.Details!.Metadata);
        Assert.Equal((specification.Limits, specification.Greeting), (opened.Limits, opened.Greeting));
        Assert.All(
            ["8f2c", "77aa", "31d0", "c0de", "9f1e", "Anna"], secret => Assert.DoesNotContain(secret, Encoding.Latin1.GetString(box)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_ThereAndBack_IsTheSame(RoomCommand command)
    {
        var box = await _parcels.SealAsync(Name, command, Cancellation);

        Assert.Equal(command, await _parcels.OpenAsync<RoomCommand>(Name, box, Cancellation));
    }

    [Fact]
    public async Task Parcel_OfAnotherSession_IsNotOpened()
    {
        var box = await _parcels.SealAsync(Name, SessionEnd.For(SessionEndReasons.ServerError), Cancellation);

        await Assert.ThrowsAsync<InvalidDataException>(
            async () => await _parcels.OpenAsync<SessionEnd>(("tenant", "s-2"), box, Cancellation));
    }

    [Fact]
    public async Task Audio_ThereAndBack_IsTheSame()
    {
        byte[] audio = [1, 2, 255, 0];
        var piece = new RoomCommand.SayAudio("say", audio, Begins: true, Ends: false) { Replaces = true, Text = "Hi." };

        var box = await _parcels.SealAsync<RoomCommand>(Name, piece, Cancellation);
        var back = Assert.IsType<RoomCommand.SayAudio>(await _parcels.OpenAsync<RoomCommand>(Name, box, Cancellation));

        Assert.Equal(piece.Audio.ToArray(), back.Audio.ToArray());
        Assert.Equal(piece with { Audio = default }, back with { Audio = default });
    }

    public static TheoryData<RoomCommand> Commands() =>
    [
        new RoomCommand.Interrupt("e-1"),
        new RoomCommand.SpeakText(null, "Say this."),
        new RoomCommand.SpeakResponse("e-2", "Answer this."),
        new RoomCommand.StartListening(null),
        new RoomCommand.StopListening(null),
        new RoomCommand.StartPushToTalk(null),
        new RoomCommand.StopPushToTalk(null),
        new RoomCommand.AgentMessage(null, "type", default),
        new RoomCommand.StopSession("e-3"),
    ];

    public void Dispose()
    {
        _vault.Dispose();
        _keys.Dispose();
    }
}
