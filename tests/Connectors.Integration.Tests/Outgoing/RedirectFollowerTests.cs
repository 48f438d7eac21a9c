using Connectors.Core.Outgoing;
using Connectors.Transport;
using Microsoft.AspNetCore.Http;

namespace Connectors.Integration.Tests.Outgoing;

public sealed class RedirectFollowerTests : IAsyncDisposable
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly List<bool> _sameOrigin = [];
    private TwoFacedHost _host = null!;
    private HttpMessageInvoker _http = null!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Redirects_WithinWhatIsAllowed_AreFollowed()
    {
        await StartAsync(context => context.Request.Path.Value switch
        {
            "/" => Redirect(context, "/next", 301),
            "/next" => Redirect(context, $"http://127.0.0.2:{_host.Port}/last", 307),
            _ => context.Response.WriteAsync("there"),
        });

        using var answer = await GetAsync("http://start.test");

        Assert.Equal("there", await answer.Content.ReadAsStringAsync(_cancellation));
        Assert.Equal([true, true, false], _sameOrigin);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/", "the loopback range")]
    [InlineData("http://0x7f.1:{0}/", "spelling")]
    [InlineData("//localhost:{0}/", "the loopback range")]
    [InlineData("http://user:word@start.test:{0}/", "user name")]
    [InlineData("file:///etc/passwd", "must begin with")]
    public async Task Redirect_ToWhereNobodyMayGo_IsRefusedByItsText(string location, string says)
    {
        await StartAsync(context => Redirect(
            context, location.Replace("{0}", $"{_host.Port}", StringComparison.Ordinal), 302));

        var error = await Assert.ThrowsAsync<OutgoingRefusedException>(() => GetAsync("http://start.test"));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _host.Served);
        Assert.False(_host.CanaryWasReached);
    }

    [Fact]
    public async Task Redirect_ToANameOfAPrivateAddress_IsRefusedByTheGuard()
    {
        await StartAsync(context => Redirect(context, $"http://inside.test:{_host.Port}/", 308), ["127.0.0.2"], ["127.0.0.1"]);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("http://start.test"));

        Assert.NotNull(OutgoingRefusedException.Find(error));
        Assert.Equal(1, _host.Served);
        Assert.False(_host.CanaryWasReached);
    }

    [Fact]
    public async Task Redirects_WithoutEnd_AreGivenUp()
    {
        await StartAsync(static context => Redirect(context, "/", 302));

        var error = await Assert.ThrowsAsync<OutgoingRefusedException>(() => GetAsync("http://start.test"));

        Assert.Contains("more than 5 times", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, _host.Served);
    }

    private static Task Redirect(HttpContext context, string location, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private async Task StartAsync(RequestDelegate answer, params string[][] addresses)
    {
        _host = await TwoFacedHost.StartAsync(answer);
        var resolver = new FakeResolver(addresses.Length == 0 ? [["127.0.0.2"]] : addresses);
        _http = new OutgoingGuard(Policy, resolver, TimeProvider.System).CreateInvoker(65_536);
    }

    private static AddressPolicy Policy { get; } = new(AddressPolicy.Parse(["127.0.0.2"], Assert.Fail));

    private Task<HttpResponseMessage> GetAsync(string start) => new RedirectFollower(_http, new(Policy, allowInsecure: true)).GetAsync(
        new($"{start}:{_host.Port}/"), (_, same) => _sameOrigin.Add(same), _cancellation);
}
