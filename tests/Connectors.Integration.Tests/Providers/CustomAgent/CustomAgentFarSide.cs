using System.Text.Json.Nodes;
using Connectors.Sandbox.CustomAgent;

namespace Connectors.Integration.Tests.Providers.CustomAgent;

/// <summary>An agent's side of a conversation, message by message, without its script.</summary>
internal sealed class CustomAgentFarSide(CustomAgentSocket socket) : FarSide
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public override Task SendTextAsync(string message) => Do(() => socket.SendText(message));

    public override Task SendBinaryAsync(byte[] message) => Do(() => socket.SendBinary(message));

    public override Task SpeakAsync(params byte[][] pieces) => Do(() =>
    {
        Tell("turn_started");
        foreach (var piece in pieces)
        {
            socket.Talk.EmitAudio(piece);
        }

        Tell("turn_ended");
    });

    public override Task BeginSpeakingAsync(byte[] piece) => Do(() =>
    {
        Tell("turn_started");
        socket.Talk.EmitAudio(piece);
    });

    public override bool TellsBegin => true;

    public override Task BeginTurnAsync() => Do(() => Tell("turn_started"));

    public override Task TellAsync(string text) =>
        Do(() => socket.Talk.Emit(new() { ["type"] = "agent_text", ["text"] = text, ["kind"] = "full" }));

    public override Task SoundAsync(byte[] audio) => Do(() => socket.Talk.EmitAudio(audio));

    public override Task EndTurnAsync() => Do(() => Tell("turn_ended"));

    public override Task InterruptAsync(byte[] late) => Do(() =>
    {
        Tell("interrupted");
        socket.Talk.EmitAudio(late);
        socket.Talk.EmitAudio(late);
    });

    public override Task CallToolAsync(string callId, string name, string argumentsJson) =>
        Do(() => socket.Talk.CallTool(callId, new(name, argumentsJson)));

    public override async Task<(string Result, bool IsError)> ToolResultAsync(string callId)
    {
        var result = await ReceivedAsync(message => (string?)message["call_id"] == callId);
        return ((string)result["result"]!, (bool)result["is_error"]!);
    }

    public override async Task<string> UserTextAsync() =>
        (string)(await ReceivedAsync(static message => (string?)message["type"] == "user_text"))["text"]!;

    public override async Task<byte[]> UserAudioAsync(int bytes)
    {
        await WaitAsync(() => socket.Talk.Heard.Length >= bytes);
        return socket.Talk.Heard;
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

    private void Tell(string type) => socket.Talk.Emit(new() { ["type"] = type });

    private async Task<JsonObject> ReceivedAsync(Func<JsonObject, bool> fits)
    {
        JsonObject? found = null;
        await WaitAsync(() => (found = socket.Talk.Received.FirstOrDefault(fits)) is not null);
        return found!;
    }
}
