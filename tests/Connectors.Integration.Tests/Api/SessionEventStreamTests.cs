using System.Net.Http.Headers;

namespace Connectors.Integration.Tests.Api;

public class SessionEventStreamTests
{
    [Fact]
    public async Task Stream_CutByItsReaders_EndsForEachOfThemWithoutAnError()
    {
        const int readers = 5;
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        await tenant.LiveAvatarCredentialAsync();
        var id = await tenant.SessionAsync();

        for (var i = 0; i < readers; i++)
        {
            await ReadAndLeaveAsync(tenant, id);
        }

        // A request is over when nobody waits for the next event any more.
        await stage.Logs.WaitAsync(readers, line => Says(line, "Request finished") && Says(line, "/events"));
        Assert.DoesNotContain(stage.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);
        var events = (await tenant.CallAsync("GET", $"sessions/{id}/events")).Expect(200).Body;
        Assert.Contains("event: session.ended", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OpenWhenTheSessionEnds_TellsTheEndAndIsOver()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        await tenant.LiveAvatarCredentialAsync();
        var id = await tenant.SessionAsync();

        var watching = tenant.CallAsync("GET", $"sessions/{id}/events");
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);

        Assert.Contains("event: session.ended", (await watching).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OpenWhenTheServerStops_TellsTheEndAndKeepsNobodyWaiting()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        await tenant.LiveAvatarCredentialAsync();
        var id = await tenant.SessionAsync();
        var watching = tenant.CallAsync("GET", $"sessions/{id}/events");
        await stage.Logs.WaitAsync(1, line => Says(line, "Request starting") && Says(line, "/events"));

        var begin = TimeProvider.System.GetTimestamp();
        await stage.StopAsync();

        Assert.Contains("server-shutdown", (await watching).Expect(200).Body, StringComparison.Ordinal);
        Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(60));
    }

    private static bool Says(string line, string words) => line.Contains(words, StringComparison.Ordinal);

    // Leaves in the middle: the session is on, and the server waits for its next event.
    private static async Task ReadAndLeaveAsync(ApiTenant tenant, string id)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(tenant.Stage.Address, $"/api/v1/sessions/{id}/events"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Key);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var lines = new StreamReader(body);
        Assert.Equal("id: 1-1", await lines.ReadLineAsync(cancellation));
    }
}
