using System.Text.Json.Nodes;
using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>What the page in the room sees of a conversation, which does not tell by which provider it is held.</summary>
public sealed class RoomEventTests
{
    private const string ToolCall = "elevenlabs_agent_event";

    // A text comes when its provider tells it: the user's may come after the answer to it.
    private static readonly string[] Events =
    [
        "session.state", "user.speak_started", "user.speak_ended",
        "avatar.speak_started", "avatar.speak_ended",
        "avatar.speak_started", "avatar.speak_ended",
        ToolCall, "command.result",
        "session.state", "session.stopped", "command.result",
    ];

    private static readonly string[] AvatarTexts = ["ok", "Hello Ada."];

    public static TheoryData<string> Connectors => ProviderFaultTests.Connectors;

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Conversation_OfEveryProvider_LooksTheSame(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        var can = stage.Case.Connector.Description.Capabilities;
        var tells = can.AgentTranscript != TranscriptKind.None;
        await BeSpokenToAsync(stage, tells);
        await AnswerAsync(stage, tells);
        await BeInterruptedAsync(stage);
        await (can.Tools ? CallToolAsync(stage) : Task.CompletedTask);
        stage.Rooms.Room.Command("""{"event_type":"session.stop"}""");
        await stage.EndAsync();

        // Line tells no texts and calls no tools.
        Assert.Equal(connector == "cartesia-line", !tells);
        Assert.Equal(connector == "cartesia-line", !can.Tools);
        Assert.Equal(can.Tools ? Events : [.. Events.Take(7), .. Events.Skip(9)], EventsOf(stage));
        Assert.Equal(tells ? AvatarTexts : [], TextsOf(stage, "avatar.transcription"));
        Assert.Equal(tells ? 1 : 0, TextsOf(stage, "user.transcription").Count());
    }

    private static async Task BeSpokenToAsync(SessionStage stage, bool tells)
    {
        await stage.Talk.SpeakAsync();
        await stage.WaitAsync<SessionEvent.UserSpeechEnded>();
        if (tells)
        {
            await stage.WaitAsync<SessionEvent.AgentSaid>(0, static said => said.Text == "ok");
        }
    }

    private static async Task AnswerAsync(SessionStage stage, bool tells)
    {
        await stage.FarSide.BeginTurnAsync();
        await (tells ? stage.FarSide.TellAsync("Hello Ada.") : Task.CompletedTask);
        foreach (var piece in stage.Talk.Tone(400, 0.5))
        {
            await stage.FarSide.SoundAsync(piece);
        }

        await stage.FarSide.EndTurnAsync();
        await stage.WaitAsync<SessionEvent>(0, static e => SessionTalk.IsWhole(e, 0.5));
    }

    private static async Task BeInterruptedAsync(SessionStage stage)
    {
        var before = stage.Now;
        await stage.Talk.BeginAsync(700, 3);
        await stage.FarSide.InterruptAsync(new byte[4_800]);
        await stage.WaitAsync<SessionEvent.Interrupted>(before);
    }

    private static async Task CallToolAsync(SessionStage stage)
    {
        await stage.FarSide.CallToolAsync("call-1", "get_weather", """{"city":"Bern"}""");
        await stage.WaitAsync<SessionEvent.ToolCalled>();
        stage.Rooms.Room.Command(new JsonObject
        {
            ["event_type"] = "elevenlabs_agent_command",
            ["elevenlabs_event_type"] = "client_tool_result",
            ["data"] = new JsonObject { ["tool_call_id"] = "call-1", ["result"] = "20 degrees", ["is_error"] = false },
        }.ToJsonString());
        await stage.WaitAsync<SessionEvent.ToolAnswered>(0, static answer => answer.Reason == "answered");
    }

    // ElevenLabs' own messages pass through beside, for pages that know them. OpenAI's stand-in can't shorten what it did not say.
    private static IEnumerable<string> EventsOf(SessionStage stage) => stage.Rooms.Sent
        .Where(static said => !said.Type.Contains("transcription", StringComparison.Ordinal))
        .Where(static said => said.Type != ToolCall || said.Json.GetProperty("elevenlabs_event_type").GetString() == "client_tool_call")
        .Where(static said => said.Type != "warning" || said.Json.GetProperty("code").GetString() != "truncation-refused")
        .Select(static said => said.Type);

    // What somebody asks or interrupts by is told by some far sides and not by others.
    private static IEnumerable<string> TextsOf(SessionStage stage, string type) => stage.Rooms.Sent
        .Where(said => said.Type == type)
        .Select(static said => said.Json.GetProperty("text").GetString()!)
        .Where(static text => text != FarSide.Question);
}
