using System.Net.WebSockets;
using System.Text;
using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers.ElevenLabs;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Everything wrong that peers can send into a session that runs: it goes on, or ends for the right reason.</summary>
public sealed class BadInputTests
{
    private const int InOneConversation = 12;

    public static TheoryData<string> Connectors =>
        ["elevenlabs", "openai-realtime", "gemini-live", "deepgram", "cartesia-line", "cartesia-managed", "custom"];

    private static string Nested { get; } = string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000);

    private static string[] BadForAll { get; } =
    [
        "", " ", "{", "}", "[]", "null", "7", "\"text\"", "{}", "{\"type\":null}", "{\"type\":7}", "{\"type\":{}}", "{\"type\":\"\"}",
        "{\"type\":\"x\"} {}", "\u0000", "{\"type\":\"x\",\"a\":\"\\ud800\"}", "{\"type\":\"agent.new_thing\",\"event_id\":1e999}", Nested,
    ];

    private static string[] BadForAvatars { get; } =
    [
        """{"type":"session.state_updated"}""", """{"type":"session.state_updated","state":{"a":[1]}}""",
        """{"type":"session.state_updated","state":"dancing"}""", """{"type":"agent.speak_started"}""",
        """{"type":"agent.speak_started","event_id":99999999999999999999999}""", """{"type":"agent.speak_ended","event_id":{"id":null}}""",
        """{"type":"agent.speak_ended","source_event_id":[],"task":7}""", """{"type":"agent.speak_interrupted","event_id":-1}""",
        """{"type":"error"}""", """{"type":"error","error":"words"}""", """{"type":"warning","warning":{"type":7,"message":[]}}""",
        $$"""{"type":"agent.speak_started","event_id":"{{new string('9', 100_000)}}"}""",
        $$"""{"type":"agent.audio_buffer_appended","padding":"{{new string('x', 2 * 1024 * 1024)}}"}""",
    ];

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_SendsWhatIsWrong_TheConversationGoesOnOrEndsByName(string connector)
    {
        var groups = BadForAll.Concat(Providers.ConnectorCases.Create(connector).BadMessages).Chunk(InOneConversation);
        foreach (var group in groups)
        {
            await using var stage = await SessionStage.TalkAsync(connector);
            foreach (var message in group)
            {
                await stage.FarSide.SendTextAsync(message);
            }

            await stage.FarSide.SendBinaryAsync(Encoding.UTF8.GetBytes(stage.FarSide.UnknownEvent("binary", "value")));
            await GoesOnAsync(stage);
        }
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_SendsMuchOrOddAudio_IsHeard(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.FarSide.SendTextAsync(stage.FarSide.UnknownEvent("large", new string('x', 2 * 1024 * 1024)));
        var tone = stage.Talk.Tone(400, 0.5).SelectMany(static piece => piece).ToArray();
        var before = stage.Now;

        // Pieces that cut samples in two, and a last half of one.
        await stage.FarSide.SpeakAsync([.. tone.Append((byte)7).Chunk(3_333)]);
        await stage.WaitAsync<SessionEvent.TurnEnded>(before);

        Assert.InRange(stage.Talk.Heard(400), 0.4, 0.6);
        await stage.Talk.AnswerAsync(700);
    }

    [Fact]
    public async Task Provider_WithAnAudioFormatNobodyKnows_EndsTheSessionAsMisconfigured()
    {
        await using var stage = await SessionStage.StartAsync();
        var sandbox = ((ElevenLabsCase)stage.Case).Sandbox;
        sandbox.Behaviour = sandbox.Behaviour with { OutputFormat = "opus_48000_32" };
        await stage.BeginAsync();
        stage.Come();

        Assert.Equal(SessionEnd.For(SessionEndReasons.AgentMisconfigured), await stage.EndAsync());
    }

    [Fact]
    public async Task Avatar_SendsWhatIsWrong_TheConversationGoesOn()
    {
        await using var stage = await SessionStage.TalkAsync();
        await stage.Talk.AnswerAsync(400, 0.3);
        var socket = stage.LiveAvatar.Sessions[^1].Socket!;
        foreach (var message in BadForAll.Concat(BadForAvatars))
        {
            socket.SendRaw(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text);
        }

        socket.SendRaw("""{"type":"session.stopped"}"""u8.ToArray(), WebSocketMessageType.Binary);

        await stage.Talk.AnswerAsync(700);
        Assert.Same(socket, stage.LiveAvatar.Sessions[^1].Socket);
    }

    [Fact]
    public async Task Avatar_SendsMoreThanAnyMessageHas_IsReplaced()
    {
        await using var stage = await SessionStage.TalkAsync();
        var before = stage.Now;

        stage.LiveAvatar.Sessions[^1].Socket!.SendRaw(new byte[(4 * 1024 * 1024) + 1], WebSocketMessageType.Text);

        await stage.ReconnectedAsync(SessionPart.Avatar, before);
        await stage.Talk.AnswerAsync(700);
    }

    // Alive, or ended by name and by the provider's fault.
    private static async Task GoesOnAsync(SessionStage stage)
    {
        var before = stage.Now;
        await stage.FarSide.SpeakAsync(stage.Talk.Tone(700, 0.3));
        var next = await stage.WaitAsync<SessionEvent>(
            before, e => SessionTalk.IsWhole(e, 0.3) || e is SessionEvent.Reconnected or SessionEvent.Ended);
        switch (next.Event)
        {
            case SessionEvent.Ended ended:
                Assert.Equal(EndedBy.Agent, ended.End.EndedBy);
                Assert.NotEqual(SessionResult.Completed, ended.End.Result);
                break;
            case SessionEvent.Reconnected:
                await stage.TakeFarSideAsync();
                await stage.Talk.SpeakFirstAsync();
                await stage.Talk.AnswerAsync(900, 0.6);
                break;
            default:
                await stage.Talk.AskAsync("Still there?");
                break;
        }
    }
}
