using System.Net;
using System.Net.Sockets;
using Connectors.Integration.Tests.Api;
using Connectors.Server.WebConsole;

namespace Connectors.Integration.Tests.WebConsole;

public sealed class ConsolePageTests
{
    [Fact]
    public async Task Page_WhereNobodyTurnedItOn_IsNotThere()
    {
        await using var stage = await ApiStage.StartAsync();

        (await stage.CallAsync("GET", "/console/")).ExpectProblem(404, "no-such-route");
        (await stage.CallAsync("GET", "/console/main.js")).ExpectProblem(404, "no-such-route");
    }

    [Fact]
    public async Task Page_TurnedOn_ComesWithStrictHeadersAndWithoutAKey()
    {
        await using var stage = await ApiStage.StartAsync(("Console:On", "everywhere"));

        foreach (var (name, file) in ConsoleFile.All().Append(new(string.Empty, ConsoleFile.All()["index.html"])))
        {
            var reply = (await stage.CallAsync("GET", $"/console/{name}")).Expect(200);
            var policy = reply.Headers["Content-Security-Policy"];
            Assert.Equal(file.ContentType, reply.Headers["Content-Type"]);
            Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("trusted-types 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", reply.Headers["Referrer-Policy"]);
            Assert.Equal("no-cache", reply.Headers["Cache-Control"]);
            (await stage.CallAsync("GET", $"/console/{name}", null, null, ("If-None-Match", reply.ETag!))).Expect(304);
        }

        (await stage.CallAsync("GET", "/console/nonesuch.js")).ExpectProblem(404, "no-such-route");
        (await stage.CallAsync("GET", "/console/../appsettings.json")).ExpectProblem(404, "no-such-route");
        Assert.Contains("<title>Connectors</title>", (await stage.CallAsync("GET", "/console")).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfTheOperator_IsOnTheOperatorsPortAndOnNoOther()
    {
        var port = FreePort();
        await using var stage = await ApiStage.StartAsync(
            ("Console:On", "operator"), ("Api:OperatorAddress", $"http://127.0.0.1:{port}"));

        (await stage.CallAsync("GET", "/console/")).ExpectProblem(404, "no-such-route");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var page = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/console/"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
