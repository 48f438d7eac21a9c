using Connectors.Core.Avatars;
using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// The bridge's socket to the avatar: one event id for each utterance, keep-alives, the listening pose, and the same
/// address again after a loss, with the turn taken up where it was heard.
/// </summary>
internal sealed class AvatarSide
{
    // LiveAvatar closes a session after 5 min without a message; LiveKit's own plugin keeps it alive every 60 s.
    private static readonly TimeSpan KeepAlivePause = TimeSpan.FromSeconds(60);

    private readonly BridgeContext _context;
    private readonly IAvatarTransport _transport;
    private readonly Uri _address;
    private readonly IBridgeParts _bridge;
    private readonly Backoff _backoff;
    private readonly Alarms.Alarm _keepAlive;
    private readonly Retirement _retirement = new();

    private IAvatarConnection? _connection;
    private int _epoch;
    private bool _wasConnected;
    private bool _closing;
    private (long Turn, string EventId)? _utterance;

    public AvatarSide(BridgeContext context, IAvatarTransport transport, Uri address, IBridgeParts bridge)
    {
        _context = context;
        _transport = transport;
        _address = address;
        _bridge = bridge;
        _backoff = new(context.Alarms, context.Session.Limits.Reconnect, Open);
        _keepAlive = context.Alarms.Create(KeepAlive);
    }

    public bool IsConnected { get; private set; }

    public void Open() => _connection = _transport.Open(_address, new AvatarLink(_context.Mailbox, ++_epoch));

    public void Handle(Letter letter, AvatarEvent e)
    {
        if (letter.Epoch != _epoch)
        {
            return;
        }

        switch (e)
        {
            case AvatarEvent.Connected:
                OnConnected();
                break;
            case AvatarEvent.SpeakStarted started when TurnOf(started.EventId) is { } turn:
                _context.Playout.OnSpeakStarted(turn);
                _bridge.OnAvatarSpeaking(turn);
                break;
            case AvatarEvent.SpeakEnded ended when TurnOf(ended.EventId) is { } turn:
                _context.Playout.OnSpeakEnded(turn);
                break;
            case AvatarEvent.SpeakInterrupted:
                _context.Playout.OnSpeakInterrupted();
                break;
            case AvatarEvent.Complaint complaint:
                _context.Warn("avatar-complaint", $"LiveAvatar complained about a command: {complaint.Code}.");
                break;
            case AvatarEvent.Stopped:
                _bridge.End(SessionEnd.For(SessionEndReasons.AvatarStopped));
                break;
            case AvatarEvent.Ended ended:
                OnLost(ended.Kind);
                break;
        }
    }

    public bool Speak(long turn, ReadOnlySpan<byte> audio)
    {
        if (_utterance?.Turn != turn)
        {
            // One id for all chunks of an utterance, never used again (facts/liveavatar.md §2.4).
            _utterance = (turn, Guid.NewGuid().ToString());
        }

        _keepAlive.Set(KeepAlivePause);
        return _connection!.Speak(_utterance.Value.EventId, audio);
    }

    public void EndSpeech(long turn)
    {
        if (_utterance is { } utterance && utterance.Turn == turn)
        {
            _connection!.EndSpeech(utterance.EventId);
        }
    }

    public void Interrupt()
    {
        _connection?.Interrupt(_utterance?.EventId);
        _utterance = null;
    }

    public void ShowListening(bool listening)
    {
        _ = listening ? _connection?.StartListening() : _connection?.StopListening();
    }

    /// <summary>The session ends: a socket that is lost now stays lost.</summary>
    public void StopReconnecting()
    {
        _closing = true;
        _backoff.Stop();
        _keepAlive.Clear();
    }

    public async Task CloseAsync()
    {
        IsConnected = false;
        Retire();
        await _retirement.AllAsync();
    }

    // Ids come back as they were sent; some servers leave them out.
    private long? TurnOf(string? eventId) =>
        _utterance is { } utterance && (eventId is null || eventId == utterance.EventId) ? utterance.Turn : null;

    private void OnConnected()
    {
        IsConnected = true;
        _keepAlive.Set(KeepAlivePause);
        if (_wasConnected)
        {
            // What was in flight is lost with the old socket and its state (facts/liveavatar.md §2.5).
            _context.Playout.Rewind();
            _utterance = null;
            _context.Report(new SessionEvent.Reconnected(SessionPart.Avatar));
        }

        _wasConnected = true;
        _backoff.Hold();
        _bridge.OnAvatarConnected();
    }

    private void KeepAlive()
    {
        _connection?.KeepAlive();
        _keepAlive.Set(KeepAlivePause);
    }

    private void OnLost(AvatarEndKind kind)
    {
        IsConnected = false;
        _keepAlive.Clear();
        if (_closing)
        {
            return;
        }

        // Events that the old socket still has for us are of no interest.
        _epoch++;
        Retire();
        if (kind == AvatarEndKind.Refused)
        {
            _bridge.End(SessionEndCauses.From(kind));
            return;
        }

        if (!_backoff.IsLost)
        {
            _context.Report(new SessionEvent.Reconnecting(SessionPart.Avatar));
        }

        if (!_backoff.TryAgain())
        {
            _bridge.End(SessionEndCauses.From(kind));
        }
    }

    private void Retire()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            _retirement.Take(async () =>
            {
                await connection.CloseAsync();
                await connection.DisposeAsync();
            });
        }
    }
}
