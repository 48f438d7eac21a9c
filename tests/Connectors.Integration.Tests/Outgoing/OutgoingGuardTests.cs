using System.Net;
using System.Net.WebSockets;
using Connectors.Core.Outgoing;
using Connectors.Integration.Tests.Transport;
using Connectors.Transport;
using Microsoft.AspNetCore.Http;

namespace Connectors.Integration.Tests.Outgoing;

public sealed class OutgoingGuardTests : IAsyncDisposable
{
    private const string Public = "127.0.0.2";
    private const string Private = "127.0.0.1";
    private const int SendBufferBytes = 65_536;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private TwoFacedHost _host = null!;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Name_ThatChangesItsMindAfterTheCheck_IsConnectedToWhereItWasChecked()
    {
        await StartAsync(static context => context.Response.WriteAsync("public"));
        var resolver = new FakeResolver([Public], [Private]);
        using var http = Guard(resolver, Public).CreateInvoker(SendBufferBytes);

        using var answer = await http.SendAsync(Request("rebind.test"), _cancellation);

        Assert.Equal("public", await answer.Content.ReadAsStringAsync(_cancellation));
        Assert.Equal(1, resolver.Asked);
        Assert.False(_host.CanaryWasReached);
    }

    [Fact]
    public async Task Name_ThatHasChangedItsMindByTheNextConnection_IsRefused()
    {
        await StartAsync(static context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        var resolver = new FakeResolver([Public], [Private]);
        using var http = Guard(resolver, Public).CreateInvoker(SendBufferBytes);
        using var first = await http.SendAsync(Request("rebind.test"), _cancellation);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(Request("rebind.test"), _cancellation));

        Assert.Equal(
            "The address of 'rebind.test' is in the loopback range, which this server doesn't allow.",
            OutgoingRefusedException.Find(error)?.Message);
        Assert.Equal(1, _host.Served);
        Assert.Equal(2, resolver.Asked);
        Assert.False(_host.CanaryWasReached);
    }

    [Fact]
    public async Task Socket_WhoseNameChangesItsMind_ReachesTheCheckedAddressAndThenNothing()
    {
        await StartAsync(EchoAsync);
        using var http = Guard(new FakeResolver([Public], [Private]), Public).CreateInvoker(SendBufferBytes);

        var good = new RecordingReceiver();
        await using (Open(http, "rebind.test", good))
        {
            await good.Opened;
        }

        var refused = new RecordingReceiver();
        await using (Open(http, "rebind.test", refused))
        {
            var end = await refused.Ended;
            Assert.Equal(SocketEndKind.AddressRefused, end.Kind);
            Assert.Contains("'rebind.test' is in the loopback range", end.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(1, _host.Served);
        Assert.False(_host.CanaryWasReached);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:7f00:1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    public async Task Name_OfAPrivateAddressInWhateverSpelling_IsRefused(string address)
    {
        await StartAsync(static _ => Task.CompletedTask);
        using var http = Guard(new FakeResolver([address])).CreateInvoker(SendBufferBytes);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(Request("inside.test"), _cancellation));

        Assert.NotNull(OutgoingRefusedException.Find(error));
        Assert.DoesNotContain(address, OutgoingRefusedException.Find(error)!.Message, StringComparison.Ordinal);
        Assert.False(_host.CanaryWasReached);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::1]")]
    public async Task Literal_OfAPrivateAddressInWhateverSpelling_IsRefusedWithoutAResolver(string host)
    {
        await StartAsync(static _ => Task.CompletedTask);
        var resolver = new FakeResolver([Public]);
        using var http = Guard(resolver).CreateInvoker(SendBufferBytes);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(Request(host), _cancellation));

        Assert.NotNull(OutgoingRefusedException.Find(error));
        Assert.Equal(0, resolver.Asked);
        Assert.False(_host.CanaryWasReached);
    }

    [Fact]
    public async Task Name_WithSomeAddressesRefusedAndSomeDead_IsConnectedToTheOneThatIsNeither()
    {
        await StartAsync(static context => context.Response.WriteAsync("public"));
        using var http = Guard(new FakeResolver([Private, "127.0.0.3", Public]), "127.0.0.3", Public).CreateInvoker(SendBufferBytes);

        using var answer = await http.SendAsync(Request("mixed.test"), _cancellation);

        Assert.Equal("public", await answer.Content.ReadAsStringAsync(_cancellation));
        Assert.False(_host.CanaryWasReached);
    }

    [Fact]
    public async Task Range_ThatTheOperatorAllows_IsLetThrough()
    {
        await StartAsync(static context => context.Response.WriteAsync("inside"));
        using var http = Guard(new FakeResolver([$"::ffff:{Public}"]), "127.0.0.0/8").CreateInvoker(SendBufferBytes);

        using var answer = await http.SendAsync(Request("inside.test"), _cancellation);

        Assert.Equal("inside", await answer.Content.ReadAsStringAsync(_cancellation));
    }

    [Fact]
    public async Task Name_ThatIsUnknown_IsUnreachableAndNoRefusal()
    {
        await StartAsync(static _ => Task.CompletedTask);
        using var http = Guard(new FakeResolver()).CreateInvoker(SendBufferBytes);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(Request("nowhere.test"), _cancellation));

        Assert.Null(OutgoingRefusedException.Find(error));
    }

    [Fact]
    public async Task Answer_WithCookieAndRedirect_IsNeitherKeptNorFollowed()
    {
        var cookies = 0;
        await StartAsync(context =>
        {
            cookies += context.Request.Cookies.Count;
            context.Response.Cookies.Append("tenant", "a");
            context.Response.Redirect($"http://{Private}:{_host.Port}/");
            return Task.CompletedTask;
        });
        using var http = Guard(new FakeResolver([Public]), Public).CreateInvoker(SendBufferBytes);

        using var first = await http.SendAsync(Request("public.test"), _cancellation);
        using var second = await http.SendAsync(Request("public.test"), _cancellation);

        Assert.Equal(HttpStatusCode.Found, second.StatusCode);
        Assert.Equal(0, cookies);
        Assert.False(_host.CanaryWasReached);
    }

    [Fact]
    public async Task Socket_AnsweredWithARedirect_IsRefusedAndNotFollowed()
    {
        await StartAsync(context =>
        {
            context.Response.Redirect($"http://{Private}:{_host.Port}/");
            return Task.CompletedTask;
        });
        using var http = Guard(new FakeResolver([Public]), Public).CreateInvoker(SendBufferBytes);
        var receiver = new RecordingReceiver();

        await using (Open(http, "public.test", receiver))
        {
            Assert.Equal(SocketEndKind.Refused, (await receiver.Ended).Kind);
        }

        Assert.Equal(1, _host.Served);
        Assert.False(_host.CanaryWasReached);
    }

    private static OutgoingGuard Guard(FakeResolver resolver, params string[] allowed) =>
        new(new(AddressPolicy.Parse(allowed, Assert.Fail)), resolver, TimeProvider.System);

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private async Task StartAsync(RequestDelegate answer) => _host = await TwoFacedHost.StartAsync(answer);

    private HttpRequestMessage Request(string host) => new(HttpMethod.Get, $"http://{host}:{_host.Port}/");

    private MessageSocket Open(HttpMessageInvoker http, string host, RecordingReceiver receiver) =>
        MessageSocket.Open(new() { Address = new($"ws://{host}:{_host.Port}/"), Http = http }, receiver);
}
