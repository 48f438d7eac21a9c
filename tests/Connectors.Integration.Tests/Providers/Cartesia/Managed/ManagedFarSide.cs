using System.Text.Json.Nodes;
using Connectors.Sandbox.Cartesia.Managed;

namespace Connectors.Integration.Tests.Providers.Cartesia.Managed;

/// <summary>A conversation, message by message, without its script.</summary>
internal sealed class ManagedFarSide(ManagedSocket socket) : FarSide
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private long _turn;
    private string _text = string.Empty;

    public override Task SendTextAsync(string message) => Do(() => socket.SendText(message));

    public override Task SendBinaryAsync(byte[] message) => Do(() => socket.SendBinary(message));

    public override Task SpeakAsync(params byte[][] pieces) => Do(() =>
    {
        _turn = socket.Session.BeginTurn("assistant");
        foreach (var piece in pieces)
        {
            socket.Session.EmitAudio(piece);
        }

        socket.Session.EndTurn(_turn, "assistant", string.Empty);
    });

    public override Task BeginSpeakingAsync(byte[] piece) => Do(() =>
    {
        _turn = socket.Session.BeginTurn("assistant");
        socket.Session.EmitAudio(piece);
    });

    public override bool TellsBegin => true;

    public override Task BeginTurnAsync() => Do(() =>
    {
        _turn = socket.Session.BeginTurn("assistant");
        _text = string.Empty;
    });

    public override Task TellAsync(string text) => Do(() =>
    {
        _text = text;
        socket.Session.Emit(
            "turn_output_text_delta", new() { ["turn"] = _turn, ["role"] = "assistant", ["text"] = text });
    });

    public override Task SoundAsync(byte[] audio) => Do(() => socket.Session.EmitAudio(audio));

    public override Task EndTurnAsync() => Do(() => socket.Session.EndTurn(_turn, "assistant", _text));

    public override Task InterruptAsync(byte[] late) => Do(() =>
    {
        socket.Session.Emit("audio_output_clear");
        socket.Session.EmitAudio(late);
        socket.Session.EndTurn(_turn, "assistant", string.Empty, isInterrupted: true);
        socket.Session.EmitAudio(late);
    });

    public override Task CallToolAsync(string callId, string name, string argumentsJson) =>
        Do(() => socket.Session.Emit("client_tool_call", new()
        {
            ["tool_call_id"] = callId,
            ["tool_name"] = name,
            ["parameters"] = JsonNode.Parse(argumentsJson),
            ["expects_response"] = true,
        }));

    public override async Task<(string Result, bool IsError)> ToolResultAsync(string callId)
    {
        JsonObject? result = null;
        await WaitAsync(() => (result = socket.Session.Received.FirstOrDefault(message =>
            (string?)message["type"] == "client_tool_result" && (string?)message["tool_call_id"] == callId)) is not null);
        return ((string)result!["result"]!, (bool)result["is_error"]!);
    }

    public override async Task<byte[]> UserAudioAsync(int bytes)
    {
        await WaitAsync(() => socket.Session.Heard.Length >= bytes);
        return socket.Session.Heard;
    }

    public override Task HangUpAsync() => Do(() => socket.Fail(ManagedFault.HungUp));

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
}
