using Connectors.Core.Avatars;
using Connectors.Transport;

namespace Connectors.LiveAvatar.Lite;

/// <summary>
/// One LITE socket. Commands wait for <c>session.state_updated: connected</c>, because the service drops what comes before
/// it without a word. Chunks and the end of an utterance keep their order; everything else overtakes them.
/// </summary>
internal sealed class LiteAvatarConnection : IAvatarConnection, IMessageReceiver
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly IAvatarListener _listener;
    private readonly LiveAvatarOptions _options;
    private readonly LiteCommands _commands = new();
    private readonly RecentUtterances _utterances = new();
    private readonly ITimer _connectedLimit;
    private readonly MessageSocket _socket;

    private Task _abort = Task.CompletedTask;
    private bool _connected;
    private bool _late;
    private long _ignored;

    public LiteAvatarConnection(Uri address, IAvatarListener listener, LiveAvatarHttp http, TimeProvider time)
    {
        _listener = listener;
        _options = http.Options;
        _connectedLimit = time.CreateTimer(
            static connection => ((LiteAvatarConnection)connection!).GiveUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        _socket = MessageSocket.Create(SocketOptions(address, http, time), this);
        _socket.Start();
    }

    /// <summary>Messages that were no event of the protocol: not JSON, binary, or without a type.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>Audio that never left because the peer did not read; nothing in a healthy session (≤ 6 s are under way).</summary>
    public TimeSpan DroppedAudio => _socket.DroppedAudio;

    public bool Speak(string eventId, ReadOnlySpan<byte> audio)
    {
        // An odd byte would shift every later sample into noise.
        if (audio.Length is 0 or > AvatarLimits.ChunkBytes || audio.Length % 2 != 0)
        {
            return false;
        }

        lock (_lock)
        {
            if (!_connected)
            {
                return false;
            }

            _utterances.Add(eventId);
            return _socket.TrySendMedia(_commands.Speak(eventId, audio));
        }
    }

    public bool EndSpeech(string eventId)
    {
        lock (_lock)
        {
            return _connected && _socket.TrySendMedia(_commands.Plain("agent.speak_end"u8, eventId));
        }
    }

    public bool Interrupt(string? eventId)
    {
        lock (_lock)
        {
            _socket.DiscardMedia();
            return Send("agent.interrupt"u8, eventId);
        }
    }

    public bool StartListening() => Send("agent.start_listening"u8, null);

    public bool StopListening() => Send("agent.stop_listening"u8, null);

    public bool KeepAlive() => Send("session.keep_alive"u8, null);

    public async Task CloseAsync()
    {
        await _connectedLimit.DisposeAsync();
        await _socket.CloseAsync(CloseLimit);
        await _abort;
    }

    public async ValueTask DisposeAsync()
    {
        await _connectedLimit.DisposeAsync();
        await _socket.DisposeAsync();
        await _abort;
        _commands.Dispose();
    }

    void IMessageReceiver.OnOpened() => _connectedLimit.Change(_options.ConnectedTimeout, Timeout.InfiniteTimeSpan);

    void IMessageReceiver.OnMessage(ReadOnlySpan<byte> message, bool isText)
    {
        var read = LiteMessage.TryRead(isText ? message : default, _utterances, out var received);
        if (!read)
        {
            Interlocked.Increment(ref _ignored);
            return;
        }

        if (received.Taking is { } taking && !SetConnected(taking))
        {
            return;
        }

        if (received.Event is { } e)
        {
            _listener.OnEvent(e);
        }
    }

    void IMessageReceiver.OnEnded(SocketEnd end)
    {
        bool late;
        lock (_lock)
        {
            _connected = false;
            late = _late;
        }

        _connectedLimit.Dispose();
        _listener.OnEvent(late
            ? new(AvatarEndKind.Lost, "LiveAvatar's socket did not report that the avatar is connected.")
            : LiteEnds.From(end));
    }

    private static MessageSocketOptions SocketOptions(Uri address, LiveAvatarHttp http, TimeProvider time) => new()
    {
        Address = address,
        Http = http.Sockets,
        Time = time,
        OpenTimeout = http.Options.SocketOpenTimeout,

        // The server's pongs stall under load, and its own clients have pings off (facts/liveavatar.md §2.5).
        PingInterval = TimeSpan.Zero,
        StallTimeout = http.Options.StallTimeout,
        MaximumMessageBytes = http.Options.MaximumMessageBytes,

        // A hole in a sentence is worse than a late one, and no more than 6 s of a session are ever under way: a server
        // that doesn't read ends the socket as stalled long before these are reached.
        MediaLimit = TimeSpan.FromMinutes(1),
        MediaByteLimit = 8 * 1024 * 1024,
    };

    private bool Send(ReadOnlySpan<byte> type, string? eventId)
    {
        lock (_lock)
        {
            return _connected && _socket.TrySendControl(_commands.Plain(type, eventId));
        }
    }

    private bool SetConnected(bool connected)
    {
        lock (_lock)
        {
            if (_connected == connected)
            {
                // A stop is told even where commands were off already.
                return !connected;
            }

            _connected = connected;
            _connectedLimit.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    private void GiveUp()
    {
        lock (_lock)
        {
            if (_connected)
            {
                return;
            }

            _late = true;
        }

        // Outside the lock: the end may be told on this thread.
        _abort = _socket.DisposeAsync().AsTask();
    }
}
