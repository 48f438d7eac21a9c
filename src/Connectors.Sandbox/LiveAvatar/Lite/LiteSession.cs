using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>The LITE side of a session: one socket at a time, before which everything waits for the avatar.</summary>
internal sealed class LiteSession : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SandboxSession _session;
    private readonly LiveAvatarSwitches _switches;
    private readonly TimeProvider _time;
    private readonly SpeechPlayer _player;
    private readonly LiteDispatcher _dispatcher;

    private LiteSocket? _current;
    private Task _running = Task.CompletedTask;
    private ITimer? _connecting;
    private bool _isJoined;
    private bool _isConnected;

    public LiteSession(SandboxSession session, IAvatarBody body, LiveAvatarSwitches switches, TimeProvider time)
    {
        _session = session;
        _switches = switches;
        _time = time;
        _player = new(body, switches, time, (type, utterance, members) =>
            Send(LiteEvents.About(type, utterance, members, switches.UtteranceNaming), utterance?.Id ?? (string?)members["new_state"]));
        _dispatcher = new(_player, switches, session.Log, (type, words, eventId) =>
            Send(LiteEvents.Error(type, words, eventId), eventId));
        _player.Start();
    }

    public LiteSocket? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    public async Task RunAsync(WebSocket webSocket, HttpContext context)
    {
        var socket = new LiteSocket(webSocket, context, _switches, _time)
        {
            Stalled = () => _session.Log.Add(LiteDirection.Received, "socket.stalled"),
        };
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LiteSocket? older;
        Task olderRun;
        lock (_lock)
        {
            (older, _current) = (_current, socket);
            (olderRun, _running) = (_running, done.Task);
            _isConnected = false;
        }

        older?.Close(WebSocketCloseStatus.PolicyViolation, "another client connected");
        _session.Log.Add(LiteDirection.Received, "socket.opened");
        Send(LiteEvents.State(connected: false, over: false, _switches.StateWords), null);

        // A new socket begins with nothing: audio under way is lost (facts/liveavatar.md §2.5).
        await _player.ResetAsync();
        Connect();
        await socket.RunAsync((message, type) => ReceiveAsync(socket, message, type));
        lock (_lock)
        {
            if (_current == socket)
            {
                _current = null;
                _isConnected = false;
            }
        }

        _session.Log.Add(LiteDirection.Received, "socket.ended");
        await olderRun;
        done.SetResult();
    }

    /// <summary>The avatar is in the room.</summary>
    public void AvatarJoined()
    {
        lock (_lock)
        {
            _isJoined = true;
        }

        Connect();
    }

    /// <summary>The session is over: tells the client and closes.</summary>
    public void Stop(string reason)
    {
        if (Current is { } socket)
        {
            if (_switches.TellsStop)
            {
                Send(LiteEvents.Stopped(reason), null);
            }

            Send(LiteEvents.State(connected: false, over: true, _switches.StateWords), null);
            socket.Close(WebSocketCloseStatus.NormalClosure, "session ended");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Current?.Reset();
        await _running;
        _connecting?.Dispose();
        await _player.DisposeAsync();
    }

    private async Task ReceiveAsync(LiteSocket socket, byte[] message, WebSocketMessageType type)
    {
        bool takes;
        lock (_lock)
        {
            takes = _isConnected && _current == socket && !_session.IsDead;
        }

        if (takes)
        {
            _session.Touch();
            await _dispatcher.ReceiveAsync(message, type);
        }
        else
        {
            // Before "connected", and after a silent end: without a word (§2.4.1, §2.5).
            _session.Log.Add(LiteDirection.Dropped, LiteDispatcher.NameOf(message));
        }
    }

    private void Connect()
    {
        lock (_lock)
        {
            if (!_isJoined || _current is not { } socket || _switches.NeverConnects)
            {
                return;
            }

            _connecting?.Dispose();
            _connecting = _time.CreateTimer(_ => SetConnected(socket), null, _switches.ConnectedDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private void SetConnected(LiteSocket socket)
    {
        lock (_lock)
        {
            if (_current != socket || _isConnected)
            {
                return;
            }

            _isConnected = true;
        }

        Send(LiteEvents.State(connected: true, over: false, _switches.StateWords), null);
    }

    private void Send(JsonObject message, string? eventId)
    {
        _session.Log.Add(LiteDirection.Sent, (string)message["type"]!, eventId);
        Current?.Send(message);
    }
}
