using System.Net;
using System.Text.Json;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.Up;

namespace Connectors.Rtc.Tests.Sandbox.Up;

public sealed class UpWorldTests(RtcFixture rtc) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("connectors-up-test-").FullName;
    private readonly HttpClient _http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai-realtime")]
    [InlineData("gemini-live")]
    [InlineData("deepgram")]
    [InlineData("custom")]
    [InlineData("cartesia-line")]
    [InlineData("cartesia-managed")]
    public async Task World_OfEachConnector_StartsASession_AndGoesOnWithItsData(string connector)
    {
        Assert.NotNull(rtc.Server);
        string tenant;
        await using (var first = await StartAsync(connector, 0))
        {
            tenant = first.Tenant.Id;
            await StartSessionAsync(first);
        }

        await using var second = await StartAsync(connector, 0);
        await StartSessionAsync(second);

        Assert.Equal(tenant, second.Tenant.Id);
    }

    [Fact]
    public async Task World_OnAPortThatIsTaken_SaysSo()
    {
        Assert.NotNull(rtc.Server);
        await using var first = await StartAsync("elevenlabs", 0);

        var refused = await Assert.ThrowsAsync<IOException>(() => StartAsync("elevenlabs", first.Site.Address.Port));

        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task<UpWorld> StartAsync(string connector, int port) => await UpWorld.StartAsync(
        new(connector, port, _data, AgentScript.Default),
        await DemoAgents.StartAsync(connector, AgentScript.Default, TimeProvider.System),
        TimeProvider.System,
        Cancellation);

    private async Task StartSessionAsync(UpWorld world)
    {
        using var made = await _http.PostAsync(new Uri(world.Site.Address, "token"), null, Cancellation);
        var token = JsonElement.Parse(await made.Content.ReadAsStringAsync(Cancellation)).GetProperty("data").GetProperty("session_token");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Api, "liveavatar/v1/sessions/start"));
        request.Headers.Authorization = new("Bearer", token.GetString());
        using var started = await _http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
    }
}
