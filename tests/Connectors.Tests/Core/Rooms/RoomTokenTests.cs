using System.Buffers.Text;
using System.Text;
using Connectors.Core.Rooms;

namespace Connectors.Tests.Core.Rooms;

public sealed class RoomTokenTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void TryRead_TokenAsLiveKitMakesIt_SaysEverything()
    {
        var token = Read("""
            {"iss":"APIkey","sub":"agent-1","nbf":1799999990,"exp":1800003600,"name":"a",
             "video":{"room":"0b3e","roomJoin":true,"canPublish":true,"canSubscribe":true,"canPublishData":false,"hidden":true}}
            """);

        Assert.Equal(("agent-1", "0b3e"), (token.Identity, token.Room));
        Assert.Equal((true, false, true), (token.CanPublish, token.CanPublishData, token.CanSubscribe));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_799_999_990), token.NotBefore);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_800_003_600), token.Expires);
    }

    [Fact]
    public void TryRead_GrantsLeftOut_AreAllowed()
    {
        var token = Read("""{"sub":"a","video":{"room":"r","roomJoin":true}}""");

        Assert.Equal((true, true, true), (token.CanPublish, token.CanPublishData, token.CanSubscribe));
        Assert.Equal((null, null), (token.NotBefore, token.Expires));
        Assert.False(token.IsExpired(DateTimeOffset.MaxValue));
        Assert.False(token.IsTooEarly(DateTimeOffset.MinValue));
    }

    // LiveKit: canPublishData follows canPublish where it isn't said.
    [Theory]
    [InlineData("\"canPublish\":false", false)]
    [InlineData("\"canPublish\":false,\"canPublishData\":true", true)]
    [InlineData("\"canPublishData\":null", true)]
    public void TryRead_DataGrant_FollowsThePublishGrant(string grants, bool expected)
    {
        Assert.Equal(expected, Read($$$"""{"sub":"a","video":{"room":"r","roomJoin":true,{{{grants}}}}}""").CanPublishData);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void IsExpired_AtTheSecond_IsExact(int secondsLeft, bool expected)
    {
        var expires = Now.AddSeconds(secondsLeft).ToUnixTimeSeconds();

        Assert.Equal(expected, Read($$$"""{"sub":"a","exp":{{{expires}}},"video":{"room":"r","roomJoin":true}}""").IsExpired(Now));
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void IsTooEarly_WithinAMinute_IsForgiven(int secondsAhead, bool expected)
    {
        var from = Now.AddSeconds(secondsAhead).ToUnixTimeSeconds();

        Assert.Equal(expected, Read($$$"""{"sub":"a","nbf":{{{from}}},"video":{"room":"r","roomJoin":true}}""").IsTooEarly(Now));
    }

    [Theory]
    [InlineData("1800000000.75")]
    [InlineData("1e30")]
    [InlineData("-5")]
    [InlineData("253402300800")]
    public void TryRead_OddTimes_NeverThrow(string time)
    {
        var token = Read($$$"""{"sub":"a","exp":{{{time}}},"nbf":{{{time}}},"video":{"room":"r","roomJoin":true}}""");

        Assert.NotNull(token.Expires);
        Assert.Equal(token.Expires <= Now, token.IsExpired(Now));
        Assert.Equal(token.NotBefore > Now.AddMinutes(1), token.IsTooEarly(Now));
    }

    [Theory]
    [InlineData("[]", RoomTokenProblems.NotAToken)]
    [InlineData("\"x\"", RoomTokenProblems.NotAToken)]
    [InlineData("{", RoomTokenProblems.NotAToken)]
    [InlineData("{}", RoomTokenProblems.NoIdentity)]
    [InlineData("""{"sub":5}""", RoomTokenProblems.NoIdentity)]
    [InlineData("""{"sub":""}""", RoomTokenProblems.NoIdentity)]
    [InlineData("""{"sub":"\ud800"}""", RoomTokenProblems.NotAToken)]
    [InlineData("""{"sub":"a"}""", RoomTokenProblems.NoRoom)]
    [InlineData("""{"sub":"a","video":[]}""", RoomTokenProblems.NoRoom)]
    [InlineData("""{"sub":"a","video":{"roomJoin":true}}""", RoomTokenProblems.NoRoom)]
    [InlineData("""{"sub":"a","video":{"room":"r"}}""", RoomTokenProblems.NoJoinGrant)]
    [InlineData("""{"sub":"a","video":{"room":"r","roomJoin":false}}""", RoomTokenProblems.NoJoinGrant)]
    [InlineData("""{"sub":"a","video":{"room":"r","roomJoin":"yes"}}""", RoomTokenProblems.WrongType)]
    [InlineData("""{"sub":"a","video":{"room":"r","roomJoin":true,"canSubscribe":1}}""", RoomTokenProblems.WrongType)]
    [InlineData("""{"sub":"a","exp":"soon","video":{"room":"r","roomJoin":true}}""", RoomTokenProblems.WrongType)]
    public void TryRead_BadClaims_AreNamed(string claims, string expected)
    {
        Assert.False(RoomToken.TryRead(Jwt(claims), out var token, out var problem));
        Assert.Equal((null, expected), (token, problem));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b")]
    [InlineData("..")]
    [InlineData("a..c")]
    [InlineData("a.%%%.c")]
    [InlineData("a.A.c")]
    [InlineData("a.e30.c.d")]
    [InlineData("a.é.c")]
    public void TryRead_NotAToken_IsNamed(string? text)
    {
        Assert.False(RoomToken.TryRead(text, out _, out var problem));
        Assert.Equal(RoomTokenProblems.NotAToken, problem);
    }

    [Fact]
    public void TryRead_HugeText_IsRefusedUnread()
    {
        Assert.False(RoomToken.TryRead(new string('.', 1_000_000), out _, out var problem));
        Assert.Equal(RoomTokenProblems.NotAToken, problem);
    }

    [Fact]
    public void TryRead_RandomTexts_NeverThrow()
    {
        var random = new Random(11);
        var valid = Jwt("""{"sub":"a","exp":1,"video":{"room":"r","roomJoin":true}}""").ToCharArray();
        for (var i = 0; i < 5_000; i++)
        {
            var text = valid.ToArray();
            text[random.Next(text.Length)] = (char)random.Next(0x20, 0x180);
            text[random.Next(text.Length)] = (char)random.Next(0x20, 0x80);
            Assert.Equal(RoomToken.TryRead(new string(text), out _, out var problem), problem is null);
        }
    }

    [Fact]
    public void ToString_HidesIdentityAndRoom()
    {
        Assert.Equal("RoomToken", Read("""{"sub":"my-name","video":{"room":"my-room","roomJoin":true}}""").ToString());
    }

    private static RoomToken Read(string claims)
    {
        Assert.True(RoomToken.TryRead(Jwt(claims), out var token, out var problem));
        Assert.Null(problem);
        return token;
    }

    private static string Jwt(string claims) =>
        $"{Encode("""{"alg":"HS256"}""")}.{Encode(claims)}.not-a-signature";

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
