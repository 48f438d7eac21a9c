using System.Net;
using Connectors.Core.Outgoing;
using Connectors.Transport;

namespace Connectors.Tests.Core.Outgoing;

public sealed class RedirectFollowerTests
{
    [Fact]
    public async Task Redirect_FromHttpsToHttp_IsNotFollowed()
    {
        using var answers = new Answers();
        using var http = new HttpMessageInvoker(answers);
        var follower = new RedirectFollower(http, new(AddressPolicy.PublicOnly, allowInsecure: true));

        var error = await Assert.ThrowsAsync<OutgoingRefusedException>(() => follower.GetAsync(
            new("https://example.com/"), static (_, _) => { }, TestContext.Current.CancellationToken));

        Assert.Contains("from https to http", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, answers.Sent);
    }

    private sealed class Answers : HttpMessageHandler
    {
        public int Sent { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found)
            {
                Headers = { Location = new("http://example.com/") },
            });
        }
    }
}
