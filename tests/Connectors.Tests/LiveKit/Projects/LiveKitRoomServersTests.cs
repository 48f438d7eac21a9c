using System.Net;
using System.Text;
using System.Text.Json;
using Connectors.Core.Rooms.Projects;
using Connectors.LiveKit.Projects;
using Connectors.Validation;

namespace Connectors.Tests.LiveKit.Projects;

public sealed class LiveKitRoomServersTests
{
    private static readonly LiveKitProject Project = new(new("wss://rooms.example.com"), "key", new("secret"));

    [Theory]
    [InlineData(RoomRole.Avatar, """{"room":"r","roomJoin":true,"canPublish":true,"canSubscribe":true,"canPublishData":true}""")]
    [InlineData(RoomRole.Agent, """{"room":"r","roomJoin":true,"canPublish":false,"canSubscribe":true,"canPublishData":true}""")]
    [InlineData(
        RoomRole.User,
        """{"room":"r","roomJoin":true,"canPublish":true,"canPublishSources":["microphone"],"canSubscribe":true,"canPublishData":true}""")]
    public void Token_OfARole_GrantsWhatItNeedsAndNoMore(RoomRole role, string video)
    {
        using var http = new HttpMessageInvoker(new Answering(HttpStatusCode.OK));
        var token = new LiveKitRoomServers(http, TimeProvider.System).Mint(Project, new("r", "who", role, TimeSpan.FromHours(1)));

        var claims = JsonElement.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])));

        Assert.Equal(video, claims.GetProperty("video").GetRawText());
        Assert.Equal("who", claims.GetProperty("sub").GetString());
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, null, null)]
    [InlineData(HttpStatusCode.Unauthorized, "key-refused", FindingSeverity.Error)]
    [InlineData(HttpStatusCode.Forbidden, "no-list", FindingSeverity.Warning)]
    [InlineData(HttpStatusCode.NotFound, "unexpected-answer", FindingSeverity.Error)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "provider-failed", FindingSeverity.Warning)]
    [InlineData(HttpStatusCode.TooManyRequests, "rate-limited", FindingSeverity.Warning)]
    [InlineData((HttpStatusCode)0, "unreachable", FindingSeverity.Error)]
    public async Task Check_OfEachAnswer_SaysWhoseFaultItIs(HttpStatusCode status, string? code, FindingSeverity? severity)
    {
        using var answering = new Answering(status);
        using var http = new HttpMessageInvoker(answering);

        var report = await new LiveKitRoomServers(http, TimeProvider.System)
            .CheckAsync(Project, TestContext.Current.CancellationToken);

        var finding = report.Findings.SingleOrDefault();
        Assert.Equal((code, severity), (finding?.Code, finding?.Severity));
        Assert.Equal("https://rooms.example.com/twirp/livekit.RoomService/ListRooms", answering.Asked!.AbsoluteUri);
    }

    private sealed class Answering(HttpStatusCode status) : HttpMessageHandler
    {
        public Uri? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri;
            return status == 0
                ? throw new HttpRequestException("nobody there")
                : Task.FromResult(new HttpResponseMessage(status)
                {
                    Content = new StringContent("{}", Encoding.UTF8, "application/json"),
                });
        }
    }
}
