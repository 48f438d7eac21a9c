using System.Text.Json.Nodes;
using Connectors.Sandbox.Deepgram;

namespace Connectors.Integration.Tests.Providers.Deepgram;

/// <summary>A voice agent's session, message by message, without its script.</summary>
internal sealed class DeepgramFarSide(DeepgramSocket socket) : FarSide
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public override Task SendTextAsync(string message) => Do(() => socket.SendText(message));

    public override Task SendBinaryAsync(byte[] message) => Do(() => socket.SendBinary(message));

    public override Task SpeakAsync(params byte[][] pieces) => Do(() =>
    {
        foreach (var piece in pieces)
        {
            socket.Session.EmitAudio(piece);
        }

        Tell("AgentAudioDone");
    });

    public override Task BeginSpeakingAsync(byte[] piece) => Do(() => socket.Session.EmitAudio(piece));

    public override Task BeginTurnAsync() =>
        Do(() => socket.Session.Emit(new() { ["type"] = "AgentThinking", ["content"] = "The user wants something." }));

    public override Task TellAsync(string text) => Do(() => socket.Session.EmitText("assistant", text));

    public override Task SoundAsync(byte[] audio) => Do(() => socket.Session.EmitAudio(audio));

    public override Task EndTurnAsync() => Do(() => Tell("AgentAudioDone"));

    public override Task InterruptAsync(byte[] late) => Do(() =>
    {
        Tell("UserStartedSpeaking");
        socket.Session.EmitAudio(late);
        socket.Session.EmitAudio(late);
        socket.Session.EmitText("user", Question);
    });

    public override Task CallToolAsync(string callId, string name, string argumentsJson) => Do(() => socket.Session.Emit(new()
    {
        ["type"] = "FunctionCallRequest",
        ["functions"] = new JsonArray(new JsonObject
        {
            ["id"] = callId,
            ["name"] = name,
            ["arguments"] = argumentsJson,
            ["client_side"] = true,
        }),
    }));

    public override async Task<(string Result, bool IsError)> ToolResultAsync(string callId)
    {
        var content = (string)(await ReceivedAsync(message => (string?)message["id"] == callId))["content"]!;
        return (content, content.StartsWith("""{"error":""", StringComparison.Ordinal));
    }

    public override async Task<string> UserTextAsync() =>
        (string)(await ReceivedAsync(static message => (string?)message["type"] == "InjectUserMessage"))["content"]!;

    public override async Task<byte[]> UserAudioAsync(int bytes)
    {
        await WaitAsync(() => socket.Session.Heard.Length >= bytes);
        return socket.Session.Heard;
    }

    public override Task HangUpAsync() => Do(() => socket.Close(1000, string.Empty));

    public override Task ExpireAsync() => Do(socket.Expire);

    public override Task CloseAsync(int status, string reason = "") => Do(() => socket.Close(status, reason));

    public override void Reset() => socket.Abort();

    public override void StopReading() => socket.StopReading();

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

    private void Tell(string type) => socket.Session.Emit(new() { ["type"] = type });

    private async Task<JsonObject> ReceivedAsync(Func<JsonObject, bool> fits)
    {
        JsonObject? found = null;
        await WaitAsync(() => (found = socket.Session.Received.FirstOrDefault(fits)) is not null);
        return found!;
    }
}
