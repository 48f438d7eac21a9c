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
    private bool _wasClosedByServer;
    private bool _closing;
    private readonly SpokenUtterances _utterances = new();
    private readonly LostParts _lost;

    public AvatarSide(BridgeContext context, IAvatarTransport transport, Uri address, LostParts lost, IBridgeParts bridge)
    {
        _lost = lost;
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
            case AvatarEvent.SpeakInterrupted when _context.Playout.OnSpeakInterrupted():
                _bridge.OnAvatarInterrupted();
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

    /// <summary>Sends a chunk.</summary>
    /// <param name="turn">Its turn.</param>
    /// <param name="isFirst">Whether it begins an utterance: a turn has another after a loss, or when it goes on after silence.</param>
    /// <param name="audio">24 kHz PCM.</param>
    public bool Speak(long turn, bool isFirst, ReadOnlySpan<byte> audio)
    {
        // An interruption of the turn before this one has ended its utterance too.
        if (isFirst || _utterances.Of(turn) is null)
        {
            _utterances.Begin(turn);
        }

        _keepAlive.Set(KeepAlivePause);
        return _connection!.Speak(_utterances.Newest!, audio);
    }

    public void EndSpeech(long turn)
    {
        if (_utterances.Of(turn) is { } eventId)
        {
            _connection!.EndSpeech(eventId);
        }
    }

    public void Interrupt()
    {
        _connection?.Interrupt(_utterances.Newest);
        _utterances.Clear();
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

    private long? TurnOf(string? eventId) => _utterances.TurnOf(eventId, _context.Playout.CurrentTurn);

    private void OnConnected()
    {
        IsConnected = true;
        _keepAlive.Set(KeepAlivePause);
        if (_wasConnected)
        {
            // What was in flight is lost with the old socket and its state (facts/liveavatar.md §2.5).
            _context.Playout.Rewind();
            _utterances.Clear();
        }

        _wasConnected = true;
        _wasClosedByServer = false;
        _backoff.Hold();
        _lost.Regain(SessionPart.Avatar);
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
        if (kind is AvatarEndKind.Refused or AvatarEndKind.AddressRefused)
        {
            // A server that closes its socket and then doesn't know the session has ended it.
            _bridge.End(_wasClosedByServer ? SessionEnd.For(SessionEndReasons.AvatarStopped) : SessionEndCauses.From(kind));
            return;
        }

        _wasClosedByServer |= kind == AvatarEndKind.ClosedByServer;
        _lost.Lose(SessionPart.Avatar);
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
                await using (connection)
                {
                    await connection.CloseAsync();
                }
            });
        }
    }
}
