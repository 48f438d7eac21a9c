using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Connectors.Integration.Tests.Providers.OpenAI;

namespace Connectors.Integration.Tests.Sandbox.OpenAI;

/// <summary>That the stand-in refuses what the real one refuses: the connector's tests are worth as much as this.</summary>
public sealed class OpenAIRealtimeSandboxTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("?model=gpt-unknown", null)]
    [InlineData("?model=gpt-realtime", "OpenAI-Beta")]
    public async Task Upgrade_WithoutAModelOrInTheBetasShape_IsRefused(string query, string? header) =>
        await Assert.ThrowsAsync<WebSocketException>(() => RealtimeClient.OpenAsync(OpenAITalk.Quick, query, header));

    [Theory]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("""{"event_id": "mine"}""", "missing_required_parameter", "type")]
    [InlineData("""{"type": "session.start", "event_id": "mine"}""", "invalid_value", "type")]
    [InlineData("""{"type": "output_audio_buffer.clear"}""", "invalid_value", "type")]
    [InlineData("""{"type": "input_audio_buffer.append", "audio": "!!"}""", "invalid_value", "audio")]
    [InlineData("""{"type": "input_audio_buffer.append"}""", "missing_required_parameter", "audio")]
    [InlineData("""{"type": "input_audio_buffer.commit"}""", "input_audio_buffer_commit_empty", null)]
    [InlineData("""{"type": "response.cancel"}""", "response_cancel_not_active", null)]
    [InlineData("""{"type": "conversation.item.delete", "item_id": "x"}""", "item_delete_invalid_item_id", "item_id")]
    [InlineData("""{"type": "conversation.item.retrieve", "item_id": "x"}""", "item_retrieve_invalid_item_id", "item_id")]
    [InlineData("""{"type": "conversation.item.truncate", "audio_end_ms": 1}""", "item_truncate_invalid_item_id", "item_id")]
    [InlineData("""{"type": "conversation.item.truncate", "audio_end_ms": 1.5}""", "invalid_type", "audio_end_ms")]
    public async Task Event_ThatIsWrong_DrawsTheRealOnesError(string json, string code, string? parameter)
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Quick);

        var error = await client.RefusedAsync(json);

        Assert.Equal(code, (string?)error["code"]);
        Assert.Equal(parameter, (string?)error["param"]);
        Assert.Equal(json.Contains("mine", StringComparison.Ordinal) ? "mine" : null, (string?)error["event_id"]);
    }

    [Theory]
    [InlineData("""{"voice": "alloy"}""", "missing_required_parameter", "session.type")]
    [InlineData("""{"type": "realtime", "temperature": 1}""", "unknown_parameter", "session.temperature")]
    [InlineData("""{"type": "realtime", "model": "other"}""", "cannot_update_model", "session.model")]
    [InlineData("""{"type": "transcription"}""", "invalid_value", "session.type")]
    public async Task SessionUpdate_ThatIsWrong_DrawsTheRealOnesError(string session, string code, string parameter)
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Quick);

        var error = await client.RefusedAsync($$"""{"session": {{session}}, "type": "session.update"}""");

        Assert.Equal((code, parameter), ((string?)error["code"], (string?)error["param"]));
    }

    [Fact]
    public async Task SessionUpdate_KeepsWhatIsAbsentAndClearsWhatIsNull()
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Quick);
        await client.SendAsync("""
            {"type": "session.update", "session": {"type": "realtime", "instructions": "Be brief.",
             "audio": {"input": {"transcription": {"model": "whisper-1"}, "turn_detection": null}}}}
            """);
        await client.NextAsync("session.updated");

        await client.SendAsync("""
            {"type": "session.update", "session": {"type": "realtime", "audio": {"input": {"transcription": null}}}}
            """);
        var session = (await client.NextAsync("session.updated"))["session"]!;

        Assert.Equal("Be brief.", (string?)session["instructions"]);
        Assert.Null(session["audio"]!["input"]!["transcription"]);
        Assert.Null(session["audio"]!["input"]!["turn_detection"]);
        Assert.Equal(24_000, (int?)session["audio"]!["input"]!["format"]!["rate"]);
        Assert.Equal("alloy", (string?)session["audio"]!["output"]!["voice"]);
    }

    [Theory]
    [InlineData("""{"input": {"format": {"type": "audio/pcm", "rate": 16000}}}""", "session.audio.input.format.rate")]
    [InlineData("""{"output": {"format": {"type": "audio/opus"}}}""", "session.audio.output.format.type")]
    [InlineData("""{"output": {"voice": "onyx"}}""", "session.audio.output.voice")]
    [InlineData("""{"input": {"turn_detection": {"type": "none"}}}""", "session.audio.input.turn_detection.type")]
    public async Task SessionUpdate_WithAWrongValue_ChangesNothing(string audio, string parameter)
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Quick);

        var error = await client.RefusedAsync(
            $$"""{"type": "session.update", "session": {"audio": {{audio}}, "type": "realtime", "instructions": "changed"} }""");

        Assert.Equal(parameter, (string?)error["param"]);
        Assert.NotEqual("changed", (string?)client.Session.Config.Session["instructions"]);
    }

    [Fact]
    public async Task Voice_OnceAudioWasProduced_IsFixed()
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Quick);
        await client.SendAsync("""{"type": "response.create"}""");
        await client.NextAsync("response.done");

        var error = await client.RefusedAsync(
            """{"type": "session.update", "session": {"type": "realtime", "audio": {"output": {"voice": "marin"}}}}""");

        Assert.Equal("cannot_update_voice", (string?)error["code"]);
    }

    [Fact]
    public async Task Response_WhileOneIsActive_IsRefusedAndWithoutInstructionsComesInTheRealOnesOrder()
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Interruptible);
        await client.SendAsync("""{"type": "response.create"}""");
        string[] order =
        [
            "response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added",
            "response.output_audio.delta",
        ];
        foreach (var type in order)
        {
            await client.NextAsync(type);
        }

        var error = await client.RefusedAsync("""{"type": "response.create"}""");
        await client.SendAsync("""{"type": "response.cancel"}""");
        foreach (var type in new[]
        {
            "response.output_audio.done", "response.output_audio_transcript.done", "response.content_part.done", "conversation.item.done",
            "response.output_item.done",
        })
        {
            await client.NextAsync(type);
        }

        var done = await client.NextAsync("response.done");

        Assert.Equal("conversation_already_has_active_response", (string?)error["code"]);
        Assert.Equal("cancelled", (string?)done["response"]!["status"]);
        Assert.Equal("client_cancelled", (string?)done["response"]!["status_details"]!["reason"]);
    }

    [Fact]
    public async Task Truncation_BeyondTheAudioOrOfAText_IsRefused()
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Quick);
        await client.SendAsync("""
            {"type": "conversation.item.create", "item": {"id": "text", "type": "message", "role": "assistant",
             "content": [{"type": "output_text", "text": "Hello."}]}}
            """);
        await client.SendAsync("""{"type": "response.create"}""");
        var item = (string)(await client.NextAsync("response.output_item.done"))["item"]!["id"]!;

        var beyond = await client.RefusedAsync(Truncate(item, 1_001));
        var text = await client.RefusedAsync(Truncate("text", 1));
        await client.SendAsync(Truncate(item, 1_000));
        await client.NextAsync("conversation.item.truncated");

        Assert.Contains("already shorter than 1001ms", (string?)beyond["message"], StringComparison.Ordinal);
        Assert.Contains("Only model output audio", (string?)text["message"], StringComparison.Ordinal);
        Assert.Equal(["assistant: Hello.", "assistant: [1000 ms]"], client.Session.Memory);
    }

    [Theory]
    [InlineData("""{"type": "message", "role": "user", "content": [{"type": "output_text", "text": "x"}]}""", "item.content[0].type")]
    [InlineData("""{"type": "message", "role": "robot", "content": [{"type": "input_text", "text": "x"}]}""", "item.role")]
    [InlineData("""{"type": "message", "role": "user"}""", "item.content")]
    [InlineData("""{"type": "function_call_output", "call_id": "nobody", "output": "x"}""", "item.call_id")]
    [InlineData("""{"type": "thought"}""", "item.type")]
    public async Task Item_ThatIsWrong_IsRefused(string item, string parameter)
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Quick);

        var error = await client.RefusedAsync($$"""{"item": {{item}}, "type": "conversation.item.create"}""");

        Assert.Equal(parameter, (string?)error["param"]);
        Assert.Empty(client.Session.Memory);
    }

    [Fact]
    public async Task Items_WithAPrevious_AreInsertedBehindIt()
    {
        await using var client = await RealtimeClient.OpenAsync(OpenAITalk.Quick);
        await client.SendAsync(Create("b", null));
        await client.SendAsync(Create("a", "root"));
        await client.SendAsync(Create("c", "a"));
        var unknown = await client.RefusedAsync(Create("d", "nobody"));
        var twice = await client.RefusedAsync(Create("a", null));

        Assert.Equal(["user: a", "user: c", "user: b"], client.Session.Memory);
        Assert.Equal("previous_item_id", (string?)unknown["param"]);
        Assert.Equal("item.id", (string?)twice["param"]);
    }

    private static string Truncate(string item, int end) =>
        $$"""{"type": "conversation.item.truncate", "item_id": "{{item}}", "content_index": 0, "audio_end_ms": {{end}} }""";

    private static string Create(string id, string? previous) => new JsonObject
    {
        ["type"] = "conversation.item.create",
        ["previous_item_id"] = previous,
        ["item"] = new JsonObject
        {
            ["id"] = id,
            ["type"] = "message",
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = id }),
        },
    }.ToJsonString();
}
