using System.Net.WebSockets;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

/// <summary>An ElevenLabs conversation, event by event.</summary>
internal sealed class ElevenLabsFarSide(ElevenLabsConversation conversation) : FarSide
{
    private long _id = 100;

    public override Task SendTextAsync(string message) => conversation.Socket.SendAsync(message);

    public override Task SendBinaryAsync(byte[] message) => conversation.Socket.SendAsync(message, WebSocketMessageType.Binary);

    public override async Task SpeakAsync(params byte[][] pieces)
    {
        _id += 2;
        await SendTextAsync(ElevenLabsMessages.Response(_id, "text"));
        foreach (var piece in pieces)
        {
            await SendTextAsync(ElevenLabsMessages.Audio(_id, piece));
        }

        await SendTextAsync(ElevenLabsMessages.Complete(_id));
    }

    public override Task BeginSpeakingAsync(byte[] piece) => SendTextAsync(ElevenLabsMessages.Audio(_id += 2, piece));

    public override bool TellsBegin => true;

    public override Task BeginTurnAsync()
    {
        _id += 2;
        return Task.CompletedTask;
    }

    public override Task TellAsync(string text) => SendTextAsync(ElevenLabsMessages.Response(_id, text));

    public override Task SoundAsync(byte[] audio) => SendTextAsync(ElevenLabsMessages.Audio(_id, audio));

    public override Task EndTurnAsync() => SendTextAsync(ElevenLabsMessages.Complete(_id));

    public override async Task InterruptAsync(byte[] late)
    {
        await SendTextAsync(ElevenLabsMessages.Interruption(_id));
        await SendTextAsync(ElevenLabsMessages.Audio(_id, late));
        await SendTextAsync(ElevenLabsMessages.Audio(_id - 1, late));
        await SendTextAsync(ElevenLabsMessages.Correction(_id, "text", "te"));
    }

    public override Task CallToolAsync(string callId, string name, string argumentsJson) =>
        SendTextAsync(ElevenLabsMessages.ToolCall(_id, callId, name, argumentsJson, expectsResult: true));

    public override async Task<(string Result, bool IsError)> ToolResultAsync(string callId)
    {
        var message = await conversation.Received.WaitForAsync("client_tool_result", TestContext.Current.CancellationToken);
        Assert.Equal(callId, message.GetProperty("tool_call_id").GetString());
        return (message.GetProperty("result").GetString()!, message.GetProperty("is_error").GetBoolean());
    }

    public override async Task<string> UserTextAsync() =>
        (await conversation.Received.WaitForAsync("user_message", TestContext.Current.CancellationToken)).GetProperty("text").GetString()!;

    public override Task<byte[]> UserAudioAsync(int bytes) =>
        conversation.Received.WaitForAudioAsync(bytes, TestContext.Current.CancellationToken);

    public override Task HangUpAsync() => conversation.EndAsync(new(1000, "unknown", "Agent ended the call"));

    public override Task CloseAsync(int status, string reason = "") => conversation.Socket.CloseAsync(status, reason);

    public override void Reset() => conversation.Socket.Reset();

    public override void StopReading() => conversation.Socket.StopReading();
}
