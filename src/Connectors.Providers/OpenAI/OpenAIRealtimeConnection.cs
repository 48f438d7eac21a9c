using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.OpenAI.Dialog;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Providers.OpenAI.Wire;
using Connectors.Transport;

namespace Connectors.Providers.OpenAI;

/// <summary>
/// One realtime session. The socket's reader is the only one who calls the listener; the host's calls change the
/// conversation under the lock, and what they cause is told with the server's next message.
/// </summary>
internal sealed class OpenAIRealtimeConnection : IAgentConnection, IMessageReceiver
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

    public OpenAIRealtimeConnection(
        OpenAIRealtimeSettings settings, AgentConnectionOptions options, IAgentListener listener, MessageSocketOptions socket)
    {
        _listener = listener;
        var instructions = Prompts.Fill(settings.Instructions, options.DynamicVariables);
        _conversation = new(settings, instructions, message => _socket!.TrySendControl(message));
        _setup = new(settings, options, instructions, _conversation);
        _socket = MessageSocket.Create(socket, this);
        _openTimer = socket.Time.CreateTimer(
            static connection => ((OpenAIRealtimeConnection)connection!).OnOpenTimeout(), this,
            options.OpenTimeout, Timeout.InfiniteTimeSpan);
        _socket.Start();
    }

    /// <inheritdoc/>
    public TimeSpan DroppedAudio => _socket.DroppedAudio;

    /// <inheritdoc/>
    public SendResult SendAudio(ReadOnlySpan<byte> audio)
    {
        if (!IsOpen)
        {
            return SendResult.NotOpen;
        }

        if (audio.Length % Conversation.Format.BytesPerSample != 0 || audio.Length > ClientEvents.MaximumAudioBytes)
        {
            return SendResult.Invalid;
        }

        return audio.IsEmpty || _socket.TrySendMedia(ClientEvents.AppendAudio(audio, Conversation.Format))
            ? SendResult.Accepted
            : SendResult.NotOpen;
    }

    /// <inheritdoc/>
    public SendResult SendUserText(string text) => SendText(text, () => _conversation.AddUserText(text));

    /// <inheritdoc/>
    public SendResult AddContext(string text, string? key) => SendText(text, () => _conversation.AddNote(text, key));

    /// <inheritdoc/>
    public SendResult Say(string text) => SendText(text, () => _conversation.Say(text));

    /// <inheritdoc/>
    public SendResult Interrupt() => Send(() =>
    {
        _conversation.Interrupt();
        return SendResult.Accepted;
    });

    /// <inheritdoc/>
    public SendResult NotifyUserActivity() => SendResult.NotSupported;

    /// <inheritdoc/>
    public void ReportPlayout(PlayoutReport report) => Send(() =>
    {
        _conversation.Report(report);
        return SendResult.Accepted;
    });

    /// <inheritdoc/>
    public SendResult SendToolResult(ToolResult result) => result.Result.Length > LongestText
        ? SendResult.Invalid
        : Send(() => _conversation.AddToolResult(result));

    /// <inheritdoc/>
    public SendResult SendRaw(string type, JsonElement data) =>
        Send(() => RawCommands.Send(_conversation, type, data, message => _socket.TrySendMedia(message)));

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        _closedByHost = true;
        await _socket.CloseAsync(CloseLimit);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _closedByHost = true;
        await _openTimer.DisposeAsync();
        await _socket.DisposeAsync();
        await (_ending ?? Task.CompletedTask);
    }

    void IMessageReceiver.OnOpened()
    {
        // OpenAI speaks first (session.created).
    }

    void IMessageReceiver.OnMessage(ReadOnlySpan<byte> message, bool isText)
    {
        if (Volatile.Read(ref _ending) is not null)
        {
            // The conversation is over; what still comes until the socket is closed concerns nobody.
            return;
        }

        if (!isText || !ServerMessage.TryRead(message, out var header))
        {
            OnMalformed();
        }
        else if (header.IsAudio)
        {
            OnAudio(header);
        }
        else
        {
            OnServerEvent(Encoding.UTF8.GetString(header.Type), message);
        }

        EndIfNeeded();
    }

    void IMessageReceiver.OnEnded(SocketEnd end)
    {
        AgentEvent.Closed closed;
        lock (_lock)
        {
            _isOver = true;
            closed = _conversation.Ending is { } known && !_closedByHost ? known : OpenAIRealtimeCloses.OfSocket(end);
        }

        _openTimer.Dispose();
        Deliver();
        _listener.OnEvent(closed);
    }

    private bool IsOpen => !Volatile.Read(ref _isOver) && _conversation.IsReady;

    private void OnServerEvent(string type, ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        var json = JsonElement.ParseValue(ref reader);
        lock (_lock)
        {
            if (_setup.Apply(type, json))
            {
                _openTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            ServerEvents.Apply(_conversation, type, json);

            // The session holds the tenant's prompt and tools, which are none of a page's business; and ready comes first.
            if (_conversation.IsReady && type is not ("session.created" or "session.updated"))
            {
                _conversation.Outbox.Add(new AgentEvent.Raw(type, ServerJson.WithoutType(message)));
            }
        }

        Deliver();
    }

    private void OnAudio(in ServerMessage delta)
    {
        if (!_decoder.TryDecode(delta.Delta, out var audio))
        {
            OnMalformed();
            return;
        }

        TurnId? turn = null;
        lock (_lock)
        {
            if (audio.Length > 0 && _conversation.Turns.TurnOfAudio(delta.ResponseId, delta.ItemId, delta.ContentIndex) is { } open)
            {
                open.Bytes += audio.Length;
                turn = open.Id;
            }
        }

        Deliver();
        if (turn is { } id)
        {
            _listener.OnTurnAudio(id, audio);
        }
    }

    private void OnMalformed()
    {
        lock (_lock)
        {
            _conversation.Warn("malformed-message", "OpenAI sent a message that could not be understood; it was ignored.");
            if (++_malformed >= MostMalformed)
            {
                _conversation.End(OpenAIRealtimeCloses.Unreadable);
            }
        }

        Deliver();
    }

    private void OnOpenTimeout()
    {
        lock (_lock)
        {
            if (!_conversation.IsReady)
            {
                _conversation.End(OpenAIRealtimeCloses.OpenTimeout);
            }
        }

        EndIfNeeded();
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
