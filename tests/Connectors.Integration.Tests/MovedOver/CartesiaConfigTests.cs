using System.Text.Json.Nodes;
using Connectors.Integration.Tests.Providers.Cartesia;
using Connectors.Sandbox.Cartesia;
using Connectors.Testing;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class CartesiaConfigTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_OfACartesiaAgent_CallsTheAgentThatItsConfigNames()
    {
        // The stand-in has this agent only: a call of another one is refused.
        var switches = CartesiaCase.QuietAgent with { AgentId = "agent_of_the_shop" };
        await using var sandbox = await CartesiaSandbox.StartAsync(switches, cancellationToken: Stop);
        await using var stage = await StageAsync(("CartesiaAddress", sandbox.BaseUrl));
        stage.Rooms.Participants.AddRange(["client", "heygen"]);
        stage.Rooms.Tracks.AddRange([stage.Rooms.UserMicrophone, FakeRooms.AvatarVideo]);
        var tenant = await CreateAsync(stage);
        var secret = (await tenant.Tenant.CallAsync(
            "POST", "credentials", new { name = "cartesia", kind = "CARTESIA_API_KEY", value = switches.ApiKey })).Expect(201);
        var body = tenant.Body;
        body.Remove("elevenlabs_agent_config");
        body["cartesia_agent_config"] = new { secret_id = secret.Text("id"), agent_id = "agent_of_the_shop" };
        var (_, token) = await tenant.TokenAsync(body);

        var started = Data((await tenant.PageAsync("sessions/start", token)).Expect(201));

        Assert.NotEmpty(started.GetProperty("livekit_client_token").GetString()!);
        var start = await StartOfAsync(sandbox);
        Assert.Equal(("start", "pcm_24000"), ((string?)start["event"], (string?)start["config"]!["input_format"]));
        Assert.Single(sandbox.Sockets);
    }

    private static async Task<JsonObject> StartOfAsync(CartesiaSandbox sandbox)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (true)
        {
            if (sandbox.Sockets is [{ Session.Start: { } start }, ..])
            {
                return start;
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
