using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Gemini;

namespace Connectors.Integration.Tests.Providers.Gemini;

/// <summary>A live session, message by message, without its model.</summary>
internal sealed class GeminiFarSide(GeminiSocket socket) : FarSide
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public GeminiSocket Socket => socket;

    public static JsonObject Audio(byte[] audio) => new()
    {
        ["serverContent"] = new JsonObject { ["modelTurn"] = ReplyRun.Audio(audio) },
    };

    public override Task SendTextAsync(string message) => Do(() => socket.SendText(message));

    public override Task SendBinaryAsync(byte[] message) => Do(() => socket.SendBinary(message));

    public override Task SpeakAsync(params byte[][] pieces) => Do(() =>
    {
        foreach (var piece in pieces)
        {
            socket.Session.Emit(Audio(piece));
        }

        Tell("generationComplete");
        Tell("turnComplete");
    });

    public override Task BeginSpeakingAsync(byte[] piece) => Do(() => socket.Session.Emit(Audio(piece)));

    public override Task BeginTurnAsync() =>
        Do(() => socket.Session.EmitContent(new() { ["inputTranscription"] = new JsonObject { ["text"] = Question } }));

    public override Task TellAsync(string text) =>
        Do(() => socket.Session.EmitContent(new() { ["outputTranscription"] = new JsonObject { ["text"] = text } }));

    public override Task SoundAsync(byte[] audio) => Do(() => socket.Session.Emit(Audio(audio)));

    public override Task EndTurnAsync() => Do(() =>
    {
        Tell("generationComplete");
        Tell("turnComplete");
    });

    public override Task InterruptAsync(byte[] late) => Do(() =>
    {
        Tell("interrupted");
        socket.Session.Emit(Audio(late));
        socket.Session.Emit(Audio(late));
        Tell("turnComplete");
    });

    public override Task CallToolAsync(string callId, string name, string argumentsJson) => Do(() => socket.Session.Emit(new()
    {
        ["toolCall"] = new JsonObject
        {
            ["functionCalls"] = new JsonArray(new JsonObject
            {
                ["id"] = callId,
                ["name"] = name,
                ["args"] = JsonNode.Parse(argumentsJson),
            }),
        },
    }));

    public override async Task<(string Result, bool IsError)> ToolResultAsync(string callId)
    {
        var answer = await ReceivedAsync(message => Responses(message).FirstOrDefault(response => (string?)response?["id"] == callId));
        var response = (JsonObject)answer["response"]!;
        return response["error"] is { } error ? ((string)error!, true) : ((string)response["output"]!, false);
    }

    public override async Task<string> UserTextAsync() => (string)(await ReceivedAsync(static message =>
        message["realtimeInput"]?["text"] ?? message["clientContent"]?["turns"]?[0]?["parts"]?[0]?["text"]))!;

    public override async Task<byte[]> UserAudioAsync(int bytes)
    {
        await WaitAsync(() => socket.Session.Microphone.Heard.Length >= bytes);
        return socket.Session.Microphone.Heard;
    }

    public override Task HangUpAsync() => CloseAsync(1000);

    public override Task ExpireAsync() => Do(() =>
    {
        socket.Session.GoAway(TimeSpan.Zero);
        socket.Close(new(1000, string.Empty));
    });

    public override Task CloseAsync(int status, string reason = "") => Do(() => socket.Close(new(status, reason)));

    public override void Reset() => socket.Abort();

    public override void StopReading() => socket.StopReading();

    public override string UnknownEvent(string type, string member) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        [type] = new { anything = new { member } },
    });

    private static JsonArray Responses(JsonObject message) => message["toolResponse"]?["functionResponses"] as JsonArray ?? [];

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "It never came.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private void Tell(string what) => socket.Session.EmitContent(new() { [what] = true });

    private async Task<JsonNode> ReceivedAsync(Func<JsonObject, JsonNode?> find)
    {
        JsonNode? found = null;
        await WaitAsync(() => (found = socket.Session.Received.Select(find).FirstOrDefault(node => node is not null)) is not null);
        return found!;
    }
}
