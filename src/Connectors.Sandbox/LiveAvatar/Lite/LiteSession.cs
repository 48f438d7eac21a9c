using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>The LITE side of a session: its sockets, usually one, before each of which everything waits for the avatar.</summary>
internal sealed class LiteSession : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SandboxSession _session;
    private readonly LiveAvatarSwitches _switches;
    private readonly TimeProvider _time;
    private readonly SpeechPlayer _player;
    private readonly LiteDispatcher _dispatcher;

    // Those that are heard, the newest last.
    private readonly List<LiteLink> _links = [];
    private Task _running = Task.CompletedTask;
    private bool _isJoined;

    public LiteSession(SandboxSession session, IAvatarBody body, LiveAvatarSwitches switches, TimeProvider time)
    {
        _session = session;
        _switches = switches;
        _time = time;
        _player = new(body, switches, time, (type, utterance, members) =>
            SendAll(LiteEvents.About(type, utterance, members, switches.UtteranceNaming), utterance?.Id ?? (string?)members["new_state"]));
        _dispatcher = new(_player, switches, session.Log, (link, type, words, eventId) =>
            Send(link, LiteEvents.Error(type, words, eventId), eventId));
        _player.Start();
    }

    /// <summary>The newest socket that is open.</summary>
    public LiteSocket? Current
    {
        get
        {
            lock (_lock)
            {
                return _links.LastOrDefault()?.Socket;
            }
        }
    }

    public async Task RunAsync(WebSocket webSocket, HttpContext context)
    {
        var ordinal = 0;
        var socket = new LiteSocket(webSocket, context, _switches, _time)
        {
            Stalled = () => _session.Log.Add(ordinal, LiteDirection.Received, "socket.stalled"),
        };
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LiteLink link;
        Task ready;
        lock (_lock)
        {
            _running = _running.IsCompleted ? done.Task : Task.WhenAll(_running, done.Task);
            ordinal = _session.Log.AddSocket();
            link = new(socket, ordinal);
            ready = Open(link);
        }

        await ready;
        Connect(link);
        await socket.RunAsync((message, type) => ReceiveAsync(link, message, type));
        Leave(link);
        _session.Log.Add(ordinal, LiteDirection.Received, "socket.ended");
        done.SetResult();
    }

    /// <summary>The avatar is in the room.</summary>
    public void AvatarJoined()
    {
        lock (_lock)
        {
            _isJoined = true;
            _links.ForEach(Connect);
        }
    }

    /// <summary>The session is over: tells the client and closes.</summary>
    public void Stop(string reason)
    {
        lock (_lock)
        {
            foreach (var link in _links)
            {
                if (_switches.TellsStop)
                {
                    Send(link, LiteEvents.Stopped(reason), null);
                }

                Send(link, LiteEvents.State(connected: false, over: true, _switches.StateWords), null);
                link.Socket.Close(WebSocketCloseStatus.NormalClosure, "session ended");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<LiteLink> open;
        Task running;
        lock (_lock)
        {
            (open, running) = ([.. _links], _running);
        }

        open.ForEach(link => link.Socket.Reset());
        await running;
        await _player.DisposeAsync();
    }

    // Done when the avatar has forgotten what it is to forget.
    private Task Open(LiteLink link)
    {
        if (_switches.SecondSocket != SecondSocket.OpensBeside)
        {
            foreach (var older in _links)
            {
                older.Connecting?.Dispose();
                older.Socket.Close(WebSocketCloseStatus.PolicyViolation, "another client connected");
            }

            _links.Clear();
        }

        _links.Add(link);
        Send(link, LiteEvents.State(connected: false, over: false, _switches.StateWords), null);

        // A new socket begins with nothing: audio under way is lost (facts/liveavatar.md §2.5).
        return _links.Count == 1 ? _player.ResetAsync() : Task.CompletedTask;
    }

    private void Leave(LiteLink link)
    {
        lock (_lock)
        {
            _links.Remove(link);
            link.Connecting?.Dispose();
        }
    }

    private Task ReceiveAsync(LiteLink link, byte[] message, WebSocketMessageType type)
    {
        // Under the lock: nothing of an older socket slips in behind the opening of the one that took its place.
        lock (_lock)
        {
            if (link.IsConnected && _links.Contains(link) && !_session.IsDead)
            {
                _session.Touch();
                return _dispatcher.ReceiveAsync(link, message, type);
            }
        }

        // Before "connected", after another socket took over, and after a silent end: without a word (§2.4.1, §2.5).
        _session.Log.Add(link.Ordinal, LiteDirection.Dropped, LiteDispatcher.NameOf(message));
        return Task.CompletedTask;
    }

    private void Connect(LiteLink link)
    {
        lock (_lock)
        {
            if (_isJoined && _links.Contains(link) && !_switches.NeverConnects)
            {
                link.Connecting?.Dispose();
                link.Connecting = _time.CreateTimer(_ => SetConnected(link), null, _switches.ConnectedDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void SetConnected(LiteLink link)
    {
        lock (_lock)
        {
            if (!link.IsConnected && _links.Contains(link))
            {
                link.IsConnected = true;
                Send(link, LiteEvents.State(connected: true, over: false, _switches.StateWords), null);
            }
        }
    }

    private void SendAll(JsonObject message, string? eventId)
    {
        lock (_lock)
        {
            if (_links.Count == 0)
            {
                _session.Log.Add(0, LiteDirection.Sent, (string)message["type"]!, eventId);
            }

            foreach (var link in _links)
            {
                Send(link, message, eventId);
            }
        }
    }

    private void Send(LiteLink link, JsonObject message, string? eventId)
    {
        _session.Log.Add(link.Ordinal, LiteDirection.Sent, (string)message["type"]!, eventId);
        link.Socket.Send(message);
    }
}
