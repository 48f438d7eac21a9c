using System.Buffers;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Integration.Tests.Docs;

/// <summary>One conversation: operations enqueue, the socket's one reader tells the listener, and there is exactly one end.</summary>
internal sealed class EchoConnection : IAgentConnection, IMessageReceiver
{
    private readonly IAgentListener _listener;
    private readonly MessageSocket _socket;

    // Touched by the reader only.
    private TurnId _turn;
    private bool _isSpeaking;

    private volatile bool _isReady;

    public EchoConnection(MessageSocketOptions options, IAgentListener listener)
    {
        _listener = listener;
        _socket = MessageSocket.Create(options, this);
        _socket.Start();
    }

    public static AudioFormat Format { get; } = AudioFormat.Pcm16(16_000);

    public static AgentCapabilities Capabilities { get; } = new()
    {
        InterruptionSignal = InterruptionSignal.Flush,
        MarksTurnEnd = true,
        AgentTranscript = TranscriptKind.Final,
        UserTextTurn = true,
        ClientInterrupt = true,
    };

    public TimeSpan DroppedAudio => _socket.DroppedAudio;

    public SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!_isReady)
        {
            return SendResult.NotOpen;
        }

        var message = MessageBuffer.Rent(isText: false);
        message.Audio = Format.DurationOf(audio.Length);
        message.Write(audio);
        return _socket.TrySendMedia(message) ? SendResult.Accepted : SendResult.NotOpen;
    }

    public SendResult SendUserText(string text) => Send("text", text);

    public SendResult Interrupt() => Send("stop", null);

    // What Echo lacks: the capability is off, and the host falls back.
    public SendResult AddContext(string text, string? key) => SendResult.NotSupported;

    public SendResult Say(string text) => SendResult.NotSupported;

    public SendResult NotifyUserActivity() => SendResult.NotSupported;

    public SendResult SendToolResult(ToolResult result) => SendResult.NotSupported;

    public SendResult SendRaw(string type, JsonElement data) => SendResult.NotSupported;

    public void ReportPlayout(PlayoutReport report)
    {
        // Echo has no use for it.
    }

    public Task CloseAsync() => _socket.CloseAsync(TimeSpan.FromSeconds(2));

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    void IMessageReceiver.OnOpened()
    {
        // Echo says hello first.
    }

    void IMessageReceiver.OnMessage(ReadOnlySpan<byte> message, bool isText)
    {
        if (!isText)
        {
            OnAudio(message);
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(message);
            using var json = JsonDocument.ParseValue(ref reader);
            OnText(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // The message's words may be speech: they stay out of the warning.
            _listener.OnEvent(new AgentEvent.Warning("echo-message-malformed", "Echo sent a message that can't be understood."));
        }
    }

    void IMessageReceiver.OnEnded(SocketEnd end)
    {
        _isReady = false;
        _listener.OnEvent(Classify(end));
    }

    private void OnAudio(ReadOnlySpan<byte> audio)
    {
        // What was on its way when the turn was interrupted is never delivered.
        if (_isSpeaking)
        {
            _listener.OnTurnAudio(_turn, audio);
        }
    }

    private void OnText(JsonElement message)
    {
        switch (Field(message, "type"))
        {
            case "hello":
                _isReady = true;
                _listener.OnEvent(new AgentEvent.Ready(Field(message, "id"), Format, Format, Capabilities));
                break;
            case "speaking":
                _turn = new(_turn.Number + 1);
                _isSpeaking = true;
                _listener.OnEvent(new AgentEvent.TurnStarted(_turn));
                break;
            case "said":
                _listener.OnEvent(new AgentEvent.AgentText(_turn, Field(message, "text"), AgentTextKind.Full));
                break;
            case "done" when _isSpeaking:
                _isSpeaking = false;
                _listener.OnEvent(new AgentEvent.TurnAudioEnded(_turn));
                break;
            case "stop":
                _isSpeaking = false;
                _listener.OnEvent(new AgentEvent.Interrupted(_turn));
                break;
        }
    }

    private static string Field(JsonElement message, string name) => message.GetProperty(name).GetString() ?? string.Empty;

    // Classified here, where the protocol is known: nobody parses it again.
    private static AgentEvent.Closed Classify(SocketEnd end) => end switch
    {
        { Kind: SocketEndKind.ClosedByUs } => new(CloseKind.EndedByHost, false, "closed", "The conversation was closed."),
        { Kind: SocketEndKind.ClosedByPeer, Status: 1000 } => new(CloseKind.EndedByAgent, false, "1000", "The agent hung up."),
        { Kind: SocketEndKind.Refused, Status: 401 } => new(CloseKind.Unauthorized, false, "401", "Echo refused the API key."),
        { Status: > 0 } => new(CloseKind.ProviderError, true, $"{end.Status}", "Echo failed."),
        _ => new(CloseKind.Network, true, $"{end.Kind}", "The connection to Echo was lost or could not be made."),
    };

    private SendResult Send(string type, string? text)
    {
        if (!_isReady)
        {
            return SendResult.NotOpen;
        }

        var message = MessageBuffer.Rent(isText: true);
        using (var json = new Utf8JsonWriter(message))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("text", text);
            json.WriteEndObject();
        }

        return _socket.TrySendControl(message) ? SendResult.Accepted : SendResult.QueueFull;
    }
}
