using Connectors.Core.Outgoing;

namespace Connectors.Tests.Core.Outgoing;

public sealed class RoomHostRulesTests
{
    [Theory]
    [InlineData("wss://project.livekit.cloud", true)]
    [InlineData("wss://PROJECT.LiveKit.Cloud/rtc", true)]
    [InlineData("wss://project.livekit.cloud.", true)]
    [InlineData("wss://a.region.production.livekit.cloud", true)]
    [InlineData("wss://livekit.cloud", false)]
    [InlineData("wss://evillivekit.cloud", false)]
    [InlineData("wss://project.livekit.cloud.evil.example", false)]
    [InlineData("wss://project.livekit.cloud@evil.example", false)]
    [InlineData("wss://user@project.livekit.cloud", false)]
    [InlineData("wss://project.livekit.cloud/a\\b", false)]
    [InlineData("wss://127.0.0.1", false)]
    [InlineData("wss://[::1]", false)]
    public void Preset_AllowsLiveKitsCloudOnly(string url, bool isAllowed) =>
        Assert.Equal(isAllowed, RoomHostRules.Preset.Refusal(new(url)) is null);

    [Fact]
    public void Refusal_NamesTheHostAndTheSetting()
    {
        var refusal = RoomHostRules.Preset.Refusal(new("wss://rooms.example.com:7880/x?token=abc"));

        Assert.Contains("'rooms.example.com'", refusal, StringComparison.Ordinal);
        Assert.Contains("Connectors:Outgoing:AllowedRoomHosts", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rooms.example.com", "wss://rooms.example.com", true)]
    [InlineData("rooms.example.com", "wss://a.rooms.example.com", false)]
    [InlineData("127.0.0.1", "ws://127.0.0.1:7880", true)]
    [InlineData("127.0.0.1", "ws://127.0.0.2:7880", false)]
    [InlineData("[::1]", "ws://[::1]:7880", true)]
    [InlineData("*", "ws://anything.example", true)]
    public void Entry_MatchesByHostOrBelow(string entry, string url, bool isAllowed) =>
        Assert.Equal(isAllowed, new RoomHostRules([entry]).Refusal(new(url)) is null);

    [Theory]
    [InlineData("*", true)]
    [InlineData("*.livekit.cloud", true)]
    [InlineData("rooms.example.com", true)]
    [InlineData("[::1]", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("wss://rooms.example.com", false)]
    [InlineData("rooms.*.com", false)]
    [InlineData("rooms.example.com:7880", false)]
    [InlineData("rooms.example.com.", false)]
    [InlineData("", false)]
    public void Entry_ThatCanNeverMatch_IsFound(string entry, bool isValid) => Assert.Equal(isValid, RoomHostRules.IsValid(entry));
}
