using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.LiveKit.Tokens;
using Connectors.Testing;

namespace Connectors.Tests.LiveKit.Tokens;

public sealed class LiveKitAccessTokenTests
{
    private const string SecretValue = "a secret of the project";

    private readonly FakeTime _time = new();

    [Fact]
    public void Mint_WithGrants_SignsWhatTheServerReads()
    {
        var token = Mint(new() { Room = "r", CanPublish = false, CanSubscribe = true, CanPublishData = true, RoomAdmin = true });

        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Part(token, 0).ToJsonString());
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"iss":"key","sub":"user 1 🎧","nbf":1767225590,"exp":1767229200,
                 "video":{"room":"r","roomJoin":true,"canPublish":false,"canSubscribe":true,"canPublishData":true,"roomAdmin":true}}
                """),
            Part(token, 1)));
        var signed = token[..token.LastIndexOf('.')];
        Assert.Equal(
            Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SecretValue), Encoding.ASCII.GetBytes(signed))),
            token[(signed.Length + 1)..]);
    }

    [Fact]
    public void Mint_WithDetails_SaysThem()
    {
        var token = Mint(new() { Room = "r", Hidden = true, CanUpdateOwnMetadata = true, RoomList = true, RoomCreate = true }, new()
        {
            Name = "An agent",
            Kind = "agent",
            Metadata = "m",
            Attributes = new Dictionary<string, string> { ["lk.publish_on_behalf"] = "agent" },
        });

        var claims = Part(token, 1);
        Assert.Equal(("An agent", "agent", "m"), ((string?)claims["name"], (string?)claims["kind"], (string?)claims["metadata"]));
        Assert.Equal("agent", (string?)claims["attributes"]?["lk.publish_on_behalf"]);
        Assert.Equal(
            ["room", "roomJoin", "canUpdateOwnMetadata", "hidden", "roomList", "roomCreate"],
            claims["video"]!.AsObject().Select(grant => grant.Key));
    }

    [Fact]
    public void TryRead_OfAMintedToken_GivesItsClaimsBack()
    {
        var claims = LiveKitTokenClaims.TryRead(Mint(new() { Room = "r", CanPublish = true, CanPublishData = false }));

        Assert.Equal(new("user 1 🎧", "r", FakeTime.Start + TimeSpan.FromHours(1), true, null, false), claims);
        Assert.DoesNotContain("user", claims!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b")]
    [InlineData("a.!!.c")]
    [InlineData("a.bm90IGpzb24.c")]
    [InlineData("a.W10.c")]
    public void TryRead_OfSomethingElse_IsNull(string token) => Assert.Null(LiveKitTokenClaims.TryRead(token));

    [Theory]
    [InlineData("""{"sub":5,"exp":"soon","video":[]}""")]
    [InlineData("""{"exp":-1,"video":{"room":7,"canPublish":"yes"}}""")]
    [InlineData("""{"exp":99999999999999999999}""")]
    public void TryRead_OfWrongTypes_LeavesThemOut(string payload)
    {
        var claims = LiveKitTokenClaims.TryRead($"a.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.c");

        Assert.Equal(new(string.Empty, null, null, null, null, null), claims);
    }

    private static JsonObject Part(string token, int index) =>
        JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]))!.AsObject();

    private string Mint(LiveKitGrants grants, LiveKitParticipantDetails? details = null) =>
        new LiveKitAccessToken("key", new(SecretValue), _time).Mint("user 1 🎧", grants, TimeSpan.FromHours(1), details);
}
