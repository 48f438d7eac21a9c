using System.Net.WebSockets;
using Connectors.Core.Sessions;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>What each close of a socket does to the session: it goes on with another connection, or ends for this reason.</summary>
public sealed class CloseCodeTests
{
    private const string GoesOn = "";

    [Theory]
    [InlineData(1000, SessionEndReasons.AgentHungUp)]
    [InlineData(1001, GoesOn)]
    [InlineData(1002, GoesOn)]
    [InlineData(1003, GoesOn)]
    [InlineData(1006, GoesOn)]
    [InlineData(1007, GoesOn)]
    [InlineData(1008, SessionEndReasons.AgentMisconfigured)]
    [InlineData(1009, GoesOn)]
    [InlineData(1011, GoesOn)]
    [InlineData(1012, GoesOn)]
    [InlineData(1013, GoesOn)]
    [InlineData(3000, SessionEndReasons.AgentMisconfigured)]
    [InlineData(4000, GoesOn)]
    [InlineData(4300, GoesOn)]
    public Task ElevenLabs_Closes(int status, string reason) => ProviderClosesAsync("elevenlabs", status, reason);

    [Theory]
    [InlineData(1000, SessionEndReasons.AgentHungUp)]
    [InlineData(1001, GoesOn)]
    [InlineData(1002, GoesOn)]
    [InlineData(1003, GoesOn)]
    [InlineData(1006, GoesOn)]
    [InlineData(1007, GoesOn)]
    [InlineData(1008, SessionEndReasons.AgentUnauthorized)]
    [InlineData(1009, GoesOn)]
    [InlineData(1011, GoesOn)]
    [InlineData(1012, GoesOn)]
    [InlineData(1013, GoesOn)]
    [InlineData(3000, SessionEndReasons.AgentUnauthorized)]
    [InlineData(4000, GoesOn)]
    public Task OpenAI_Closes(int status, string reason) => ProviderClosesAsync("openai-realtime", status, reason);

    [Theory]
    [InlineData(1000, SessionEndReasons.AgentHungUp)]
    [InlineData(1001, GoesOn)]
    [InlineData(1002, GoesOn)]
    [InlineData(1003, GoesOn)]
    [InlineData(1006, GoesOn)]
    [InlineData(1007, GoesOn)]
    [InlineData(1008, GoesOn)]
    [InlineData(1009, GoesOn)]
    [InlineData(1011, GoesOn)]
    [InlineData(1012, GoesOn)]
    [InlineData(1013, GoesOn)]
    [InlineData(3000, GoesOn)]
    [InlineData(4000, GoesOn)]
    public Task Gemini_Closes(int status, string reason) => ProviderClosesAsync("gemini-live", status, reason);

    [Theory]
    [InlineData(1000, SessionEndReasons.AgentHungUp)]
    [InlineData(1001, GoesOn)]
    [InlineData(1002, GoesOn)]
    [InlineData(1003, GoesOn)]
    [InlineData(1006, GoesOn)]
    [InlineData(1007, GoesOn)]
    [InlineData(1008, GoesOn)]
    [InlineData(1009, GoesOn)]
    [InlineData(1011, GoesOn)]
    [InlineData(1012, GoesOn)]
    [InlineData(1013, GoesOn)]
    [InlineData(3000, GoesOn)]
    [InlineData(4000, GoesOn)]
    public Task Deepgram_Closes(int status, string reason) => ProviderClosesAsync("deepgram", status, reason);

    [Theory]
    [InlineData(1000, SessionEndReasons.AgentHungUp)]
    [InlineData(1001, GoesOn)]
    [InlineData(1002, GoesOn)]
    [InlineData(1003, GoesOn)]
    [InlineData(1006, GoesOn)]
    [InlineData(1007, GoesOn)]
    [InlineData(1008, GoesOn)]
    [InlineData(1009, GoesOn)]
    [InlineData(1011, GoesOn)]
    [InlineData(1012, GoesOn)]
    [InlineData(1013, GoesOn)]
    [InlineData(3000, GoesOn)]
    [InlineData(4000, GoesOn)]
    public Task Cartesia_Closes(int status, string reason) => ProviderClosesAsync("cartesia-line", status, reason);

    [Theory]
    [InlineData(1000, SessionEndReasons.AgentHungUp)]
    [InlineData(1001, GoesOn)]
    [InlineData(1002, GoesOn)]
    [InlineData(1003, GoesOn)]
    [InlineData(1006, GoesOn)]
    [InlineData(1007, GoesOn)]
    [InlineData(1008, GoesOn)]
    [InlineData(1009, GoesOn)]
    [InlineData(1011, GoesOn)]
    [InlineData(1012, GoesOn)]
    [InlineData(1013, GoesOn)]
    [InlineData(3000, GoesOn)]
    [InlineData(4000, GoesOn)]
    public Task CartesiaManaged_Closes(int status, string reason) => ProviderClosesAsync("cartesia-managed", status, reason);

    [Theory]
    [InlineData(1000, SessionEndReasons.AgentHungUp)]
    [InlineData(1001, GoesOn)]
    [InlineData(1002, GoesOn)]
    [InlineData(1003, GoesOn)]
    [InlineData(1006, GoesOn)]
    [InlineData(1007, GoesOn)]
    [InlineData(1008, SessionEndReasons.AgentMisconfigured)]
    [InlineData(1009, GoesOn)]
    [InlineData(1011, GoesOn)]
    [InlineData(1012, GoesOn)]
    [InlineData(1013, GoesOn)]
    [InlineData(3000, GoesOn)]
    [InlineData(4000, GoesOn)]
    [InlineData(4400, GoesOn)]
    [InlineData(4401, SessionEndReasons.AgentUnauthorized)]
    [InlineData(4402, SessionEndReasons.AgentQuotaExceeded)]
    [InlineData(4403, SessionEndReasons.AgentUnauthorized)]
    [InlineData(4404, SessionEndReasons.AgentMisconfigured)]
    [InlineData(4408, GoesOn)]
    [InlineData(4409, GoesOn)]
    [InlineData(4410, GoesOn)]
    [InlineData(4422, SessionEndReasons.AgentMisconfigured)]
    [InlineData(4429, GoesOn)]
    [InlineData(4500, GoesOn)]
    public Task CustomAgent_Closes(int status, string reason) => ProviderClosesAsync("custom", status, reason);

    // Reasons that providers gave, where they tell more than the status (facts/providers.md §3.6, §4, §5).
    [Theory]
    [InlineData("gemini-live", 1007, "API key not valid. Please pass a valid API key.", SessionEndReasons.AgentUnauthorized)]
    [InlineData("gemini-live", 1008, "Method doesn't allow unregistered callers.", SessionEndReasons.AgentUnauthorized)]
    [InlineData("gemini-live", 1011, "You exceeded your current quota, please check your plan.", SessionEndReasons.AgentQuotaExceeded)]
    [InlineData("gemini-live", 1008, "models/gemini-9 is not found for API version v1beta", SessionEndReasons.AgentMisconfigured)]
    [InlineData("gemini-live", 1011, "Deadline expired before operation could complete.", GoesOn)]
    [InlineData("deepgram", 1008, "ASR_PAYMENT_REQUIRED", SessionEndReasons.AgentQuotaExceeded)]
    [InlineData("deepgram", 1011, "NET-0003", GoesOn)]
    [InlineData("cartesia-line", 1000, "call ended by agent, reason: done", SessionEndReasons.AgentHungUp)]
    [InlineData("cartesia-line", 1000, "connection idle timeout", GoesOn)]
    [InlineData("cartesia-managed", 1000, "connection idle timeout", GoesOn)]
    [InlineData("openai-realtime", 4000, "invalid_request_error.model_not_found", SessionEndReasons.AgentMisconfigured)]
    public Task Provider_ClosesWithAReason(string connector, int status, string text, string reason) =>
        ProviderClosesAsync(connector, status, reason, text);

    [Theory]
    [InlineData("gemini-live", """{"error":{"status":"UNAUTHENTICATED"}}""", SessionEndReasons.AgentUnauthorized)]
    [InlineData("gemini-live", """{"error":{"status":"RESOURCE_EXHAUSTED"}}""", SessionEndReasons.AgentQuotaExceeded)]
    [InlineData("gemini-live", """{"error":{"status":"NOT_FOUND"}}""", SessionEndReasons.AgentMisconfigured)]
    [InlineData("gemini-live", """{"error":{"status":"UNAVAILABLE"}}""", GoesOn)]
    [InlineData("deepgram", """{"type":"Error","code":"ASR_PAYMENT_REQUIRED"}""", SessionEndReasons.AgentQuotaExceeded)]
    [InlineData("deepgram", """{"type":"Error","code":"INVALID_SETTINGS"}""", SessionEndReasons.AgentMisconfigured)]
    [InlineData("deepgram", """{"type":"Error","code":"ASR_DRIVER_TIMEOUT"}""", GoesOn)]
    [InlineData("deepgram", """{"type":"Error","code":"CLIENT_MESSAGE_TIMEOUT"}""", GoesOn)]
    [InlineData("cartesia-managed", """{"type":"error","code":"quota_exceeded","fatal":true}""", SessionEndReasons.AgentQuotaExceeded)]
    [InlineData(
        "cartesia-managed", """{"type":"error","code":"invalid_dynamic_variables","fatal":true}""", SessionEndReasons.AgentMisconfigured)]
    [InlineData("cartesia-managed", """{"type":"error","code":"concurrency_limited","fatal":true}""", GoesOn)]
    [InlineData("cartesia-managed", """{"type":"error","code":"agent_failed","fatal":true}""", GoesOn)]
    public async Task Provider_TellsAnErrorThatIsItsEnd(string connector, string message, string reason)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        var before = stage.Now;
        await stage.FarSide.SendTextAsync(message);
        await EndsAsync(stage, before, reason);
    }

    // LiveAvatar documents no codes (facts/liveavatar.md §2.5): as long as it takes the address, the session goes on.
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1006)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(3000)]
    [InlineData(4000)]
    public async Task Avatar_Closes_TheSessionGoesOn(int status)
    {
        await using var stage = await SessionStage.TalkAsync();
        var before = stage.Now;

        if (status == 1006)
        {
            stage.LiveAvatar.Sessions[^1].Socket!.Reset();
        }
        else
        {
            stage.LiveAvatar.Sessions[^1].Socket!.Close((WebSocketCloseStatus)status, string.Empty);
        }

        await stage.ReconnectedAsync(SessionPart.Avatar, before);
        await stage.Talk.AnswerAsync(700, 0.3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Avatar_EndsTheSession_ItEndsAsStoppedWhetherOrNotItIsTold(bool isTold)
    {
        await using var stage = await SessionStage.TalkAsync();
        stage.LiveAvatar.Switches.TellsStop = isTold;

        await stage.LiveAvatar.Sessions[^1].EndAsync("MAX_DURATION_REACHED");

        Assert.Equal(SessionEnd.For(SessionEndReasons.AvatarStopped), await stage.EndAsync());
    }

    private static async Task ProviderClosesAsync(string connector, int status, string reason, string text = "")
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        var before = stage.Now;

        if (status == 1006)
        {
            stage.FarSide.Reset();
        }
        else
        {
            await stage.FarSide.CloseAsync(status, text);
        }

        await EndsAsync(stage, before, reason);
    }

    private static async Task EndsAsync(SessionStage stage, long before, string reason)
    {
        if (reason.Length == 0)
        {
            await stage.ReconnectedAsync(SessionPart.Agent, before);
            await stage.TakeFarSideAsync();
            await stage.Talk.SpeakFirstAsync();
            await stage.Talk.AnswerAsync(700, 0.3);
        }
        else
        {
            Assert.Equal(SessionEnd.For(reason), await stage.EndAsync());
            var told = stage.Rooms.Sent.Single(static said => said.Type == "session.stopped").Json;
            Assert.Equal(SessionEndReasons.AvatarReason(reason), stage.LiveAvatar.Sessions[^1].EndReason);
            Assert.NotEmpty(told.GetProperty("end_reason").GetString()!);
        }
    }
}
