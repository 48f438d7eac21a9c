using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers.Cartesia;
using Connectors.Integration.Tests.Providers.Cartesia.Managed;
using Connectors.Integration.Tests.Providers.CustomAgent;
using Connectors.Integration.Tests.Providers.Deepgram;
using Connectors.Integration.Tests.Providers.ElevenLabs;
using Connectors.Integration.Tests.Providers.Gemini;
using Connectors.Integration.Tests.Providers.OpenAI;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Cartesia;
using Microsoft.AspNetCore.Http;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>
/// Every line that the whole service logs, at every level, while sessions go well and badly: no secret is in it, nothing
/// that was said, and nobody's name.
/// </summary>
public sealed class LogTests
{
    private const string UserWords = "my-password-is-swordfish";
    private const string SpokenWords = "I-live-in-Hidden-Lane-7";
    private const string AgentWords = "your-balance-is-4711";
    private const string ToolArgument = "patient-Anna-Secretson";
    private const string ToolAnswer = "diagnosis-is-private";
    private const string Identity = "anna@private.example";
    private const string PeerWords = "quoted-by-the-peer-5c";

    private static readonly string[] Personal =
        [UserWords, SpokenWords, AgentWords, ToolArgument, ToolAnswer, Identity, PeerWords];

    public static TheoryData<string> Connectors =>
        ["elevenlabs", "openai-realtime", "gemini-live", "deepgram", "cartesia-line", "cartesia-managed", "custom"];

    /// <summary>Those whose agents tell texts and call tools.</summary>
    public static TheoryData<string> Talkative =>
        ["elevenlabs", "openai-realtime", "gemini-live", "deepgram", "cartesia-managed", "custom"];

    [Theory]
    [MemberData(nameof(Talkative))]
    public async Task Conversation_WithToolsFailuresAndNonsense_LeavesNothingInTheLog(string connector)
    {
        await using var stage = await StartAsync(connector);
        await stage.BeginAsync();
        await stage.MeetAsync();
        await stage.Talk.AskAsync(UserWords);
        await stage.WaitAsync<SessionEvent.AgentSaid>(0, said => said.Text.Contains(AgentWords, StringComparison.Ordinal));
        await stage.Talk.SpeakAsync();
        await CallToolAsync(stage);
        await SendNonsenseAsync(stage);

        stage.AvatarLine.Reset();
        await stage.ReconnectedAsync(SessionPart.Avatar, 0);
        var before = stage.Now;
        stage.ProviderLine.Reset();
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        stage.LiveAvatar.AnswerNext("/v1/sessions/stop", context => QuoteAsync(context, 500));
        stage.Rooms.Room.Command("""{"event_type":"session.stop"}""");

        Assert.Equal(SessionEndReasons.StoppedByUser, (await stage.EndAsync()).Reason);
        AssertSilent(stage);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_ThatFailsWithManyWords_LeavesNoneInTheLog(string connector)
    {
        await using var stage = await StartAsync(connector);
        await stage.BeginAsync();
        await stage.MeetAsync();
        await stage.FarSide.SendTextAsync(connector switch
        {
            "elevenlabs" =>
                $$$"""{"type":"error","error_event":{"code":1008,"error_type":"{{{PeerWords}}}","message":"{{{PeerWords}}}"}}""",
            "custom" => $$$"""{"type":"warning","code":"{{{PeerWords}}}","message":"{{{PeerWords}}}"}""",
            "cartesia-managed" =>
                $$$"""{"type":"error","code":"missing_dynamic_variables","message":"{{{PeerWords}}}","fatal":true}""",
            "deepgram" => $$$"""{"type":"Error","code":"ASR_PAYMENT_REQUIRED","description":"{{{PeerWords}}}"}""",
            "gemini-live" =>
                $$$"""{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"{{{PeerWords}}}"}}""",
            _ => $$$"""{"type":"error","error":{"code":"insufficient_quota","type":"{{{PeerWords}}}","message":"{{{PeerWords}}}"}}""",
        });
        if (stage.Case is CartesiaCase cartesia)
        {
            // It tells nothing but the reason of its close.
            cartesia.Sandbox.Sockets[^1].Close(CallClose.ByAgent(PeerWords));
        }
        else
        {
            await stage.FarSide.CloseAsync(1008);
        }

        Assert.Equal(EndedBy.Agent, (await stage.EndAsync()).EndedBy);
        AssertSilent(stage);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Starts_ThatAreRefusedOrBreak_LeaveNothingInTheLog(string connector)
    {
        await using var stage = await StartAsync(connector);
        var good = stage.Specification;
        stage.LiveAvatar.AnswerNext("/v1/sessions/token", context => QuoteAsync(context, 400));
        await FailAsync(stage, good, SessionEndReasons.AvatarMisconfigured);
        stage.LiveAvatar.AnswerNext("/v1/sessions/start", context => QuoteAsync(context, 500));
        await FailAsync(stage, good, SessionEndReasons.AvatarFailed);
        await FailAsync(
            stage, good with { Source = new RoomSource.GivenRoom(new("ws://127.0.0.1:1/"), $"a.{PeerWords}.b", new("ws://127.0.0.1:1/")) },
            SessionEndReasons.RoomTokenInvalid);

        // What a library throws may quote anything.
        stage.Rooms.Fault = address => new InvalidOperationException($"{address.Url} {address.Token}", new IOException(PeerWords));
        await FailAsync(stage, good, SessionEndReasons.ServerError);
        AssertSilent(stage);
    }

    private static async Task<SessionStage> StartAsync(string connector)
    {
        var stage = await SessionStage.StartAsync(connector);
        AgentScript script = new(Greeting: null, [new() { Text = AgentWords, Audio = ReplyAudio.None }]);
        if (stage.Case is ElevenLabsCase elevenLabs)
        {
            elevenLabs.Sandbox.Behaviour = elevenLabs.Sandbox.Behaviour with { Script = script, Heard = [SpokenWords] };
        }
        else if (stage.Case is OpenAICase openAI)
        {
            openAI.Sandbox.Switches = openAI.Sandbox.Switches with { Script = script, UserTexts = [SpokenWords] };
        }
        else if (stage.Case is GeminiCase gemini)
        {
            gemini.Sandbox.Switches = gemini.Sandbox.Switches with { Script = script, UserTexts = [SpokenWords] };
        }
        else if (stage.Case is CustomAgentCase custom)
        {
            custom.Sandbox.Switches = custom.Sandbox.Switches with { Script = script, UserTexts = [SpokenWords] };
        }
        else if (stage.Case is ManagedCase managed)
        {
            managed.Sandbox.Switches = managed.Sandbox.Switches with { Script = script, UserTexts = [SpokenWords] };
        }
        else if (stage.Case is DeepgramCase deepgram)
        {
            deepgram.Sandbox.Switches = deepgram.Sandbox.Switches with { Script = script, UserTexts = [SpokenWords] };
        }

        stage.Rooms.User = Identity;
        stage.Specification = stage.Specification with { UserIdentity = Identity };
        return stage;
    }

    private static async Task CallToolAsync(SessionStage stage)
    {
        await stage.FarSide.CallToolAsync("call-1", "get_weather", $$"""{"city":"{{ToolArgument}}"}""");
        await stage.WaitAsync<SessionEvent.ToolCalled>();
        var result = new JsonObject { ["tool_call_id"] = "call-1", ["result"] = ToolAnswer, ["is_error"] = false };
        stage.Rooms.Room.Command(new JsonObject
        {
            ["event_type"] = "elevenlabs_agent_command",
            ["elevenlabs_event_type"] = "client_tool_result",
            ["data"] = result,
        }.ToJsonString());
        await stage.WaitAsync<SessionEvent.ToolAnswered>(0, answer => answer.Reason == "answered");
    }

    private static async Task SendNonsenseAsync(SessionStage stage)
    {
        var before = stage.Now;
        await stage.FarSide.SendTextAsync(PeerWords);
        await stage.FarSide.SendTextAsync(stage.FarSide.UnknownEvent("new", PeerWords));
        await stage.FarSide.SendBinaryAsync(Encoding.UTF8.GetBytes(PeerWords));
        var avatar = stage.LiveAvatar.Sessions[^1].Socket!;
        avatar.SendRaw(Encoding.UTF8.GetBytes(PeerWords), WebSocketMessageType.Text);
        var complaint = $$$"""{"type":"error","error":{"type":"video","message":"{{{PeerWords}}}"}}""";
        avatar.SendRaw(Encoding.UTF8.GetBytes(complaint), WebSocketMessageType.Text);
        stage.Rooms.Room.Packet(Encoding.UTF8.GetBytes($$"""{"event_type":"{{PeerWords}}","text":"{{PeerWords}}"}"""), Identity);
        await stage.WaitAsync<SessionEvent.Warning>(before, warning => warning.Code == "malformed-message");
        await stage.WaitAsync<SessionEvent.Warning>(before, warning => warning.Code == "avatar-complaint");
    }

    private static async Task FailAsync(SessionStage stage, SessionSpecification specification, string reason)
    {
        stage.Specification = specification with { Id = $"session-{Guid.NewGuid():N}" };
        Assert.Equal(reason, (await stage.BeginAsync()).Failure?.Reason);
        await stage.EndAsync();
    }

    // A server that writes back what it was sent.
    private static Task QuoteAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        var sent = string.Join(' ', context.Request.Headers.Select(header => $"{header.Value}"));
        return context.Response.WriteAsync(
            new JsonObject { ["message"] = $"{PeerWords} {sent}" }.ToJsonString(), context.RequestAborted);
    }

    private static void AssertSilent(SessionStage stage)
    {
        List<string> secrets = [.. Personal, .. stage.Case.Secrets, SessionSecrets.LiveAvatarKey];
        foreach (var session in stage.LiveAvatar.Sessions)
        {
            string?[] tokens = [session.SocketKey, session.Room?.AgentToken, session.Room?.ClientToken, session.Room?.AvatarToken];
            secrets.AddRange(tokens.OfType<string>());
        }

        if (stage.Case is ElevenLabsCase { Sandbox: var sandbox })
        {
            secrets.AddRange(sandbox.Requests
                .Select(static request => request.Split("conversation_signature=")).Where(static parts => parts.Length > 1)
                .Select(static parts => parts[1].Split('&')[0]));
        }

        // What is searched is what there was: our own lines down to debug, and those of the framework.
        Assert.Contains(stage.Logs.Lines, line => line.StartsWith("Debug Connectors.Sessions 1002", StringComparison.Ordinal));
        Assert.Contains(stage.Logs.Lines, line => line.StartsWith("Information Connectors.Sessions 1007", StringComparison.Ordinal));
        Assert.Contains(stage.Logs.Lines, line => line.Contains(" Microsoft.", StringComparison.Ordinal));
        stage.Logs.AssertHides(secrets);
    }
}
