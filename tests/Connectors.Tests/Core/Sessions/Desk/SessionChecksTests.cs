using Connectors.Core.Outgoing;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;

namespace Connectors.Tests.Core.Sessions.Desk;

public sealed class SessionChecksTests
{
    private static readonly UrlRules Urls = new(AddressPolicy.PublicOnly, allowInsecure: false);

    [Theory]
    [InlineData("wss://avatar.example.com/socket?token=x", null)]
    [InlineData("wss://8.8.8.8/", null)]
    [InlineData("ws://avatar.example.com/", "must begin with wss://")]
    [InlineData("https://avatar.example.com/", "must begin with wss://")]
    [InlineData("wss://127.0.0.1/", "the loopback range")]
    [InlineData("wss://169.254.169.254/", "doesn't allow")]
    [InlineData("wss://localhost:8443/", "the loopback range")]
    [InlineData("wss://0x7f.1/", "usual spelling")]
    [InlineData("wss://user:word@avatar.example.com/", "user name")]
    [InlineData("wss://avatar.example.com:22/", "port")]
    public void GivenSocket_JudgedByTheRulesOfAllUrls_IsNamedIfItIsRefused(string url, string? says)
    {
        var request = new SessionRequest
        {
            Room = new RoomSource.GivenRoom(new("wss://rooms.example.com"), "token", new(url)),
        };

        var errors = SessionChecks.Errors(request, Urls).ToList();

        Assert.Equal(says is null ? [] : ["room.ws_url"], errors.Select(error => error.Field));
        Assert.All(errors, error => Assert.Contains(says!, error.Message, StringComparison.Ordinal));
    }
}
