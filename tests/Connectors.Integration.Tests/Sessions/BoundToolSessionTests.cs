using Connectors.Core.Sessions;
using Connectors.Core.Tools;
using Connectors.Core.Webhooks;
using Connectors.Integration.Tests.Outgoing;
using Microsoft.AspNetCore.Http;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Tools that a tenant's own server carries out, over real sockets on both sides.</summary>
public sealed class BoundToolSessionTests
{
    public static TheoryData<string> Connectors =>
        ["elevenlabs", "openai-realtime", "gemini-live", "deepgram", "cartesia-managed", "custom"];

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Tool_OfTheTenantsServer_IsAnsweredByItAndThePageIsNotAsked(string connector)
    {
        await using var server = await TwoFacedHost.StartAsync(static context => context.Response.WriteAsync("""{"degrees":21}"""));
        await using var stage = await TalkAsync(connector, server);
        await stage.FarSide.CallToolAsync("call_1", "get_weather", """{"city":"Bern"}""");

        var (result, isError) = await stage.FarSide.ToolResultAsync("call_1");
        Assert.Contains("degrees", result, StringComparison.Ordinal);
        Assert.False(isError);
        await stage.WaitAsync<SessionEvent.ToolAnswered>(0, static answer => answer.Reason == "answered");
        Assert.DoesNotContain("elevenlabs_agent_event", stage.Rooms.Sent
            .Where(static said => said.Json.ToString().Contains("get_weather", StringComparison.Ordinal)).Select(static said => said.Type));
        await stage.Talk.AnswerAsync(700);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_KilledWhileATenantsServerWorks_TheConversationGoesOnWithoutTheAnswer(string connector)
    {
        var asked = new TaskCompletionSource();
        var givenUp = new TaskCompletionSource();
        await using var server = await TwoFacedHost.StartAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(() => givenUp.TrySetResult());
            asked.TrySetResult();
            await givenUp.Task;
        });
        await using var stage = await TalkAsync(connector, server);
        await stage.FarSide.CallToolAsync("call_1", "get_weather", "{}");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);

        var before = stage.Now;
        stage.ProviderLine.Reset();
        await stage.WaitAsync<SessionEvent.ToolAnswered>(before, static answer => answer.Reason == "agent-lost");
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        await givenUp.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        await stage.TakeFarSideAsync();
        await stage.Talk.AnswerAsync(700);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_KilledWhileThePageWorks_TheConversationGoesOnWithoutTheAnswer(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.FarSide.CallToolAsync("call_1", "get_weather", "{}");
        await stage.WaitAsync<SessionEvent.ToolCalled>();

        var before = stage.Now;
        stage.ProviderLine.Reset();
        await stage.WaitAsync<SessionEvent.ToolAnswered>(before, static answer => answer.Reason == "agent-lost");
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        await stage.TakeFarSideAsync();
        await stage.Talk.AnswerAsync(700);
    }

    private static async Task<SessionStage> TalkAsync(string connector, TwoFacedHost server)
    {
        var stage = await SessionStage.StartAsync(connector);
        var endpoint = new ToolEndpoint { Name = "get_weather", Url = $"http://127.0.0.2:{server.Port}/weather" };
        stage.Specification = stage.Specification with { Tools = new("voice-agent", SigningSecrets.Create(), [endpoint]) };
        await stage.BeginAsync();
        await stage.MeetAsync();
        return stage;
    }
}
