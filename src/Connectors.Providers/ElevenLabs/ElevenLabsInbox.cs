using System.Net.WebSockets;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.ElevenLabs.Wire;
using Connectors.Transport;

namespace Connectors.Providers.ElevenLabs;

/// <summary>The receiving half of a conversation: its opening, what arrives, and how it ends.</summary>
internal sealed class ElevenLabsInbox : IMessageReceiver
{
    // Single bad messages are told and survived; a peer that sends nothing else is not ElevenLabs.
    private const int TolerableGarbage = 20;
    private static readonly TimeSpan FailLimit = TimeSpan.FromSeconds(1);

    private readonly ElevenLabsPreparation _preparation;
    private readonly AgentConnectionOptions _options;
    private readonly IAgentListener _listener;
    private readonly TimeProvider _time;
    private readonly ElevenLabsEvents _events;
    private readonly Lock _lock = new();

    private MessageSocket _socket = null!;
    private ITimer? _openLimit;
    private Task _failing = Task.CompletedTask;
    private AgentEvent.Closed? _failure;
    private volatile bool _isReady;
    private AudioFormat _input;
    private int _garbage;

    public ElevenLabsInbox(
        ElevenLabsPreparation preparation, AgentConnectionOptions options, IAgentListener listener, TimeProvider time)
    {
        _preparation = preparation;
        _options = options;
        _listener = listener;
        _time = time;
        Turns = new(listener);
        _events = new(listener, Turns, ToolCalls);
    }

    public ElevenLabsTurns Turns { get; }

    public ElevenLabsToolCalls ToolCalls { get; } = new();

    public bool IsReady => _isReady;

    /// <summary>Starts the socket; the limit counts until the conversation is ready, not only connected.</summary>
    public void Start(MessageSocket socket)
    {
        _socket = socket;
        _openLimit = _time.CreateTimer(
            static inbox => ((ElevenLabsInbox)inbox!).OnOpenLimit(), this, _options.OpenTimeout, Timeout.InfiniteTimeSpan);
        socket.Start();
    }

    public async Task StopAsync()
    {
        await _openLimit!.DisposeAsync();
        Task failing;
        lock (_lock)
        {
            failing = _failing;
        }

        await failing;
    }

    public bool TryGetInput(out AudioFormat format)
    {
        var isReady = _isReady;
        format = _input;
        return isReady;
    }

    public SendResult Send(MessageBuffer message)
    {
        if (!_isReady)
        {
            message.Dispose();
            return SendResult.NotOpen;
        }

        return _socket.TrySendControl(message) ? SendResult.Accepted
            : _isReady ? SendResult.QueueFull
            : SendResult.NotOpen;
    }

    public void OnOpened() =>
        _socket.TrySendControl(OutgoingMessages.Initiation(_preparation.Settings, _preparation.Agent, _options));

    public void OnMessage(ReadOnlySpan<byte> message, bool isText)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            var incoming = isText ? IncomingMessage.Read(message) : default;
            switch (incoming.Kind)
            {
                case IncomingKind.Audio:
                    OnAudio(incoming);
                    break;
                case IncomingKind.Ping:
                    OnPing(incoming);
                    break;
                case IncomingKind.Other:
                    OnDocument(message);
                    break;
                default:
                    OnGarbage(isText ? "a message without a type" : "a binary message");
                    break;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter is what half a surrogate pair makes of reading a text.
            OnGarbage("a message that is not JSON");
        }
    }

    public void OnEnded(SocketEnd end)
    {
        var wasReady = _isReady;
        _isReady = false;
        AgentEvent.Closed? failure;
        lock (_lock)
        {
            failure = _failure;
        }

        _listener.OnEvent(failure ?? ElevenLabsCloses.OfSocket(end, _events.Error, wasReady));
    }

    private void OnAudio(IncomingMessage incoming)
    {
        if (!_isReady)
        {
            OnGarbage("audio before the conversation began");
            return;
        }

        using var audio = MessageBuffer.Rent(isText: false);
        if (!incoming.TryDecodeAudio(audio, out var eventId))
        {
            OnGarbage("audio that is not base64");
            return;
        }

        Turns.OnEventId(eventId);
        if (audio.Written.Length > 0 && Turns.TryTakeAudio(eventId, out var turn))
        {
            _listener.OnTurnAudio(turn, audio.Written.Span);
        }
    }

    // ElevenLabs measures latency by it, and from that when the user has heard what.
    private void OnPing(IncomingMessage incoming)
    {
        _socket.TrySendControl(OutgoingMessages.Pong(incoming.PingId(out var eventId)));
        Turns.OnEventId(eventId);
    }

    private void OnDocument(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        var type = root.Text("type");
        if (type is null)
        {
            OnGarbage("a message without a type");
            return;
        }

        if (!_isReady)
        {
            OnEarly(type, root);
            return;
        }

        _events.Translate(type, root);
        _events.PassOn(type, root);
    }

    private void OnEarly(string type, JsonElement root)
    {
        switch (type)
        {
            case "conversation_initiation_metadata":
                OnMetadata(root);
                break;
            case "error":
                _events.OnError(type, root);
                break;
            case "queue_status":
                _events.OnQueue(root.Part("queue_status_event"));
                break;
            default:
                OnGarbage("an event before the conversation began");
                break;
        }
    }

    // The formats of the metadata are the conversation's, whatever the agent's document says.
    private void OnMetadata(JsonElement root)
    {
        var metadata = root.Part("conversation_initiation_metadata_event");
        if (!AudioFormat.TryParse(metadata.Text("user_input_audio_format") ?? "pcm_16000", out var input))
        {
            Fail(ElevenLabsCloses.UnsupportedFormat("input"));
            return;
        }

        if (!AudioFormat.TryParse(metadata.Text("agent_output_audio_format"), out var output))
        {
            Fail(ElevenLabsCloses.UnsupportedFormat("output"));
            return;
        }

        _input = input;
        _isReady = true;
        _openLimit?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var capabilities = _preparation.Agent.Narrow(ElevenLabsConnector.BestCapabilities);
        _listener.OnEvent(new AgentEvent.Ready(metadata.Text("conversation_id") ?? string.Empty, input, output, capabilities));
        if (_options.History.Count > 0)
        {
            _socket.TrySendControl(OutgoingMessages.Context(ConversationHistory.ToText(_options.History), AgentSetup.HistoryVariable));
        }

        _events.PassOn("conversation_initiation_metadata", root);
    }

    private void OnGarbage(string what)
    {
        if (++_garbage > TolerableGarbage)
        {
            Fail(ElevenLabsCloses.Garbage);
        }
        else if (_isReady)
        {
            _listener.OnEvent(new AgentEvent.Warning("malformed-message", $"ElevenLabs sent {what}; it was ignored."));
        }
    }

    private void OnOpenLimit()
    {
        if (!_isReady)
        {
            Fail(ElevenLabsCloses.NoMetadata);
        }
    }

    // Ends the conversation for a reason of our own; the socket tells its end as always.
    private void Fail(AgentEvent.Closed failure)
    {
        lock (_lock)
        {
            if (_failure is null)
            {
                _failure = failure;
                _failing = _socket.CloseAsync(FailLimit, WebSocketCloseStatus.PolicyViolation, string.Empty);
            }
        }
    }
}
