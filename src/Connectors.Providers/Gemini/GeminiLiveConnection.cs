using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.Gemini.Dialog;
using Connectors.Providers.Gemini.Settings;
using Connectors.Providers.Gemini.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Gemini;

/// <summary>
/// One connection of a conversation. The socket's reader is the only one who calls the listener; the host's calls change the
/// conversation under the lock, and what they cause is told with the server's next message.
/// </summary>
internal sealed class GeminiLiveConnection : IAgentConnection, IMessageReceiver
{
    private const int LongestText = 100_000;
    private const int MostMalformed = 20;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly IAgentListener _listener;
    private readonly Conversation _conversation;
    private readonly SessionSetup _setup;
    private readonly MessageSocket _socket;
    private readonly ITimer _openTimer;

    private readonly List<AgentEvent> _delivering = [];
    private readonly Base64Audio _decoder = new();
    private int _malformed;
    private Task? _ending;
    private bool _closedByHost;
    private bool _isOver;

    public GeminiLiveConnection(
        GeminiLiveSettings settings, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket)
    {
        _listener = listener;
        _conversation = new(settings, socket.Time, message => _socket!.TrySendControl(message));
        _setup = new(settings, options, _conversation);
        _socket = MessageSocket.Create(socket, this);
        _openTimer = socket.Time.CreateTimer(
            static connection => ((GeminiLiveConnection)connection!).OnOpenTimeout(), this,
            options.OpenTimeout, Timeout.InfiniteTimeSpan);
        _socket.Start();
    }

    public TimeSpan DroppedAudio => _socket.DroppedAudio;

    public SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!IsOpen)
        {
            return SendResult.NotOpen;
        }

        if (audio.Length % Conversation.InputFormat.BytesPerSample != 0 || audio.Length > ClientMessages.MaximumAudioBytes)
        {
            return SendResult.Invalid;
        }

        return audio.IsEmpty || _conversation.HoldsAudio
            || _socket.TrySendMedia(ClientMessages.Audio(audio, Conversation.InputFormat))
            ? SendResult.Accepted
            : SendResult.NotOpen;
    }

    public SendResult SendUserText(string text) => SendText(text, () => _conversation.AddUserText(text));

    public SendResult AddContext(string text, string? key) => SendText(text, () => _conversation.AddNote(text, key));

    public SendResult Say(string text) => SendText(text, () => _conversation.AddUserText(Prompts.Verbatim(text)));

    public SendResult Interrupt() => Send(_conversation.Interrupt);

    public SendResult NotifyUserActivity() => SendResult.NotSupported;

    public void ReportPlayout(PlayoutReport report)
    {
        // Gemini shortens what was interrupted by a clock of its own; there is no message for it.
    }

    public SendResult SendToolResult(ToolResult result) => result.Result.Length > LongestText
        ? SendResult.Invalid
        : Send(() => _conversation.AddToolResult(result));

    public SendResult SendRaw(string type, JsonElement data) =>
        Send(() => RawCommands.Send(_conversation, type, data, message => _socket.TrySendMedia(message)));

    public async Task CloseAsync()
    {
        _closedByHost = true;
        await _socket.CloseAsync(CloseLimit);
    }

    public async ValueTask DisposeAsync()
    {
        _closedByHost = true;
        await _openTimer.DisposeAsync();
        await _socket.DisposeAsync();
        await (_ending ?? Task.CompletedTask);
    }

    void IMessageReceiver.OnOpened()
    {
        lock (_lock)
        {
            _setup.Begin();
        }
    }

    void IMessageReceiver.OnMessage(ReadOnlySpan<byte> message, bool isText)
    {
        if (Volatile.Read(ref _ending) is not null)
        {
            // The conversation is over; what still comes until the socket is closed concerns nobody.
            return;
        }

        // Gemini sends its JSON in binary frames; text frames are as good.
        if (!ServerMessage.TryRead(message, out var header))
        {
            OnMalformed();
        }
        else if (header.IsAudio && _conversation.IsReady)
        {
            OnAudio(header.MimeType, header.Data);
        }
        else
        {
            OnServerMessage(message);
        }

        EndIfNeeded();
    }

    void IMessageReceiver.OnEnded(SocketEnd end)
    {
        AgentEvent.Closed closed;
        lock (_lock)
        {
            _isOver = true;
            _conversation.UserTranscript.Finish();
            closed = _conversation.Ending is { } known && !_closedByHost ? known : GeminiLiveCloses.OfSocket(end, Stage);
        }

        _openTimer.Dispose();
        Deliver();
        _listener.OnEvent(closed);
    }

    private bool IsOpen => !Volatile.Read(ref _isOver) && _conversation.IsReady;

    private GeminiLiveStage Stage => _conversation switch
    {
        { GoesAway: true } => GeminiLiveStage.GoingAway,
        { IsReady: true } => GeminiLiveStage.Live,
        _ => _setup.IsResuming ? GeminiLiveStage.Resuming : GeminiLiveStage.Opening,
    };

    private void OnServerMessage(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        var json = JsonElement.ParseValue(ref reader);
        lock (_lock)
        {
            ServerEvents.ApplyBeforeAudio(_conversation, _setup, json);
            if (_conversation.IsReady)
            {
                _openTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var blob in ServerEvents.Audio(json))
        {
            if (_conversation.IsReady && blob.Text("data") is { } data)
            {
                OnAudio(Encoding.UTF8.GetBytes(blob.Text("mimeType") ?? string.Empty), Encoding.UTF8.GetBytes(data));
            }
        }

        lock (_lock)
        {
            ServerEvents.ApplyAfterAudio(_conversation, json);
            if (_conversation.IsReady)
            {
                _conversation.Outbox.AddRange(RawMessages.Of(json));
            }
        }

        Deliver();
    }

    private void OnAudio(ReadOnlySpan<byte> mimeType, ReadOnlySpan<byte> base64)
    {
        if (!AudioType.IsOutput(mimeType))
        {
            End(GeminiLiveCloses.WrongFormat);
            return;
        }

        if (!_decoder.TryDecode(base64, out var audio))
        {
            OnMalformed();
            return;
        }

        AgentTurn? turn;
        lock (_lock)
        {
            turn = audio.Length > 0 ? _conversation.Turns.TurnOfAudio() : null;
        }

        Deliver();
        if (turn is not null)
        {
            _listener.OnTurnAudio(turn.Id, audio);
        }
    }

    private void OnMalformed()
    {
        lock (_lock)
        {
            _conversation.Warn("malformed-message", "Gemini sent a message that could not be understood; it was ignored.");
            if (++_malformed >= MostMalformed)
            {
                _conversation.End(GeminiLiveCloses.Unreadable);
            }
        }

        Deliver();
    }

    private void OnOpenTimeout()
    {
        if (!_conversation.IsReady)
        {
            End(GeminiLiveCloses.OpenTimeout);
        }

        EndIfNeeded();
    }

    private void End(AgentEvent.Closed reason)
    {
        lock (_lock)
        {
            _conversation.End(reason);
        }
    }

    /// <summary>Closes the socket when the conversation has to end; its end is told by <see cref="IMessageReceiver.OnEnded"/>.</summary>
    private void EndIfNeeded()
    {
        lock (_lock)
        {
            if (_conversation.Ending is not null && _ending is null && !_isOver)
            {
                // The reader must go on for the close to come about, so it can't wait here.
                _ending = Task.Run(() => _socket.CloseAsync(CloseLimit));
            }
        }
    }

    private void Deliver()
    {
        lock (_lock)
        {
            if (!_conversation.IsReady || _conversation.Outbox.Count == 0)
            {
                return;
            }

            _delivering.AddRange(_conversation.Outbox);
            _conversation.Outbox.Clear();
        }

        foreach (var e in _delivering)
        {
            _listener.OnEvent(e);
        }

        _delivering.Clear();
    }

    private SendResult SendText(string text, Func<SendResult> send) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText ? SendResult.Invalid : Send(send);

    private SendResult Send(Func<SendResult> send)
    {
        lock (_lock)
        {
            return IsOpen ? send() : SendResult.NotOpen;
        }
    }
}
