using System.Net.WebSockets;
using System.Text.Json;
using Connectors.Providers.ElevenLabs.Wire;
using Connectors.Transport;

namespace Connectors.Providers.ElevenLabs;

/// <summary>One conversation with an ElevenLabs agent. There is no resume: a new socket is a new conversation.</summary>
internal sealed class ElevenLabsConnection : IAgentConnection
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly ElevenLabsInbox _inbox;
    private readonly MessageSocket _socket;

    /// <summary>Starts to connect.</summary>
    /// <param name="preparation">With a signed URL.</param>
    /// <param name="options">What the host wants.</param>
    /// <param name="listener">Told everything.</param>
    /// <param name="socket">How to connect, but for the address.</param>
    public ElevenLabsConnection(
        ElevenLabsPreparation preparation, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket)
    {
        _inbox = new(preparation, options, listener, socket.Time);
        _socket = MessageSocket.Create(socket, _inbox);
        _inbox.Start(_socket);
    }

    public TimeSpan DroppedAudio => _socket.DroppedAudio;

    public SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!_inbox.TryGetInput(out var format))
        {
            return SendResult.NotOpen;
        }

        if (audio.Length % format.BytesPerSample != 0)
        {
            return SendResult.Invalid;
        }

        return audio.IsEmpty || _socket.TrySendMedia(OutgoingMessages.Audio(audio, format)) ? SendResult.Accepted : SendResult.NotOpen;
    }

    public SendResult SendUserText(string text)
    {
        if (!_inbox.IsReady)
        {
            return SendResult.NotOpen;
        }

        // Before it is sent: the answer must not overtake the note that one is due.
        _inbox.Turns.OnUserMessage();
        return _inbox.Send(OutgoingMessages.UserMessage(text));
    }

    public SendResult AddContext(string text, string? key) => _inbox.Send(OutgoingMessages.Context(text, key));

    public SendResult Say(string text) => SendResult.NotSupported;

    public SendResult Interrupt() => SendResult.NotSupported;

    public SendResult NotifyUserActivity() => _inbox.Send(OutgoingMessages.UserActivity());

    public void ReportPlayout(PlayoutReport report)
    {
        // ElevenLabs estimates playout by itself; there is no message for it.
    }

    public SendResult SendToolResult(ToolResult result)
    {
        if (!_inbox.IsReady)
        {
            return SendResult.NotOpen;
        }

        return _inbox.ToolCalls.TryTake(result.CallId) ? _inbox.Send(OutgoingMessages.ToolResult(result)) : SendResult.UnknownCall;
    }

    public SendResult SendRaw(string type, JsonElement data)
    {
        if (!_inbox.IsReady)
        {
            return SendResult.NotOpen;
        }

        if (RawCommands.Check(type, data) is var verdict and not SendResult.Accepted)
        {
            return verdict;
        }

        if (type == "client_tool_result" && !_inbox.ToolCalls.TryTake(data.Text("tool_call_id")!))
        {
            return SendResult.UnknownCall;
        }

        if (type == "user_message")
        {
            _inbox.Turns.OnUserMessage();
        }

        return _inbox.Send(OutgoingMessages.Raw(type, data));
    }

    public async Task CloseAsync()
    {
        // The reason is the JavaScript SDK's.
        await _socket.CloseAsync(CloseLimit, WebSocketCloseStatus.NormalClosure, "User ended conversation");
        await _inbox.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await _inbox.StopAsync();
    }
}
