using Connectors.Core.Rooms;
using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// The bridge's participant in the room: joins, joins again after a loss, knows who is there, and hears the user's
/// microphone and nothing else.
/// </summary>
internal sealed class RoomSide
{
    // The library of a process that stood still joins again by itself when it wakes up, before anything of ours can keep it from that,
    // and then learns that it was put out. Whoever else takes the identity again and again is left in peace.
    private const int MostReturns = 2;

    private readonly BridgeContext _context;
    private readonly IRoomTransport _transport;
    private readonly RoomAddress _address;
    private readonly LostParts _lost;
    private readonly IBridgeParts _bridge;
    private readonly Backoff _backoff;
    private readonly Retirement _retirement = new();
    private readonly HashSet<string> _participants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoomTrack> _tracks = new(StringComparer.Ordinal);

    private IRoomConnection? _connection;
    private RoomLink? _link;
    private int _epoch;
    private string? _heard;
    private bool _stopped;
    private long _droppedData;
    private int _returns;

    public RoomSide(BridgeContext context, IRoomTransport transport, RoomAddress address, LostParts lost, IBridgeParts bridge)
    {
        _lost = lost;
        _context = context;
        _transport = transport;
        _address = address;
        _bridge = bridge;
        _backoff = new(context.Alarms, context.Session.Limits.Reconnect, Join);
        User = context.Session.UserIdentity;
    }

    public bool IsIn { get; private set; }

    /// <summary>Whether it was joined before, if only once.</summary>
    public bool HasBeenIn { get; private set; }

    /// <summary>Identity of the user; pinned once found.</summary>
    public string? User { get; private set; }

    public bool IsUserPresent => User is not null && _participants.Contains(User);

    /// <summary>Whether the avatar can be seen: its video is published.</summary>
    public bool IsAvatarShown => _tracks.Values.Any(track => !track.IsAudio && track.Identity == _context.Session.AvatarIdentity);

    /// <summary>Data packets that came faster than they were looked at.</summary>
    public long DroppedData => _droppedData + (_link?.DroppedData ?? 0);

    /// <summary>
    /// Whether a packet without a sender can only be the user's: nobody else is there who may send commands. A client's
    /// first packets can come before its participant does (facts/sdk-proof.md §2).
    /// </summary>
    public bool IsAnonymousTheUser => _participants.All(identity => identity == User || identity == _context.Session.AvatarIdentity);

    public void Join()
    {
        _droppedData += _link?.DroppedData ?? 0;
        _link = new(_context.Mailbox, _context.UserAudio, ++_epoch);
        _connection = _transport.Join(HasBeenIn ? _address with { HearsAtOnce = true } : _address, _link);
    }

    public void Handle(Letter letter, RoomEvent e)
    {
        if (letter.Epoch != _epoch)
        {
            return;
        }

        switch (e)
        {
            case RoomEvent.Joined joined:
                OnJoined(joined);
                break;
            case RoomEvent.ParticipantJoined joined:
                _participants.Add(joined.Identity);
                NoticeUser(joined.Identity);
                break;
            case RoomEvent.ParticipantLeft left:
                OnLeft(left.Identity);
                break;
            case RoomEvent.TrackPublished or RoomEvent.TrackUnpublished or RoomEvent.TrackMuteChanged:
                HandleTrack(e);
                break;
            case RoomEvent.DataReceived data:
                _link!.DataTaken();
                _bridge.OnData(data);
                break;
            case RoomEvent.Reconnecting:
                _lost.Lose(SessionPart.Room);
                break;
            case RoomEvent.Reconnected:
                _lost.Regain(SessionPart.Room);
                break;
            case RoomEvent.AudioDropped dropped:
                _context.Report(new SessionEvent.AudioDropped(AudioLoss.MicrophoneQueue, TimeSpan.FromMilliseconds(10 * dropped.Frames)));
                break;
            case RoomEvent.Ended ended:
                OnEnded(ended);
                break;
        }
    }

    public bool Send(string topic, ReadOnlySpan<byte> payload) => _connection?.TrySendData(topic, payload, null) ?? false;

    /// <summary>Somebody else came under our identity, and the fence was asked.</summary>
    public void OnEviction(EvictionAnswer answer)
    {
        if (answer.IsOurs && !_stopped)
        {
            JoinAgain(RoomEndKind.DuplicateIdentity);
        }
        else if (!_stopped)
        {
            _bridge.End(SessionEndCauses.From(RoomEndKind.DuplicateIdentity));
        }
    }

    /// <summary>The session ends: a room that is lost now stays lost.</summary>
    public void StopRejoining()
    {
        _stopped = true;
        _backoff.Stop();
        _link?.Retire();
    }

    public async Task LeaveAsync()
    {
        Retire();
        await _retirement.AllAsync();
    }

    private void HandleTrack(RoomEvent e)
    {
        switch (e)
        {
            case RoomEvent.TrackPublished published:
                OnTrack(published.Track);
                break;
            case RoomEvent.TrackMuteChanged changed:
                _tracks[changed.Track.Id] = changed.Track;
                break;
            case RoomEvent.TrackUnpublished unpublished:
                _tracks.Remove(unpublished.Track.Id);
                HearUser();
                break;
        }
    }

    private void OnJoined(RoomEvent.Joined joined)
    {
        _backoff.Hold();
        IsIn = true;
        _heard = null;
        _participants.Clear();
        _tracks.Clear();
        _participants.UnionWith(joined.Participants);
        foreach (var track in joined.Tracks)
        {
            _tracks[track.Id] = track;
        }

        if (!HasBeenIn)
        {
            HasBeenIn = true;
            _context.ReportStage(StartStage.RoomJoined);
        }

        _lost.Regain(SessionPart.Room);
        FindUser();
        HearUser();
        _bridge.OnRoomChanged();
    }

    private void OnTrack(RoomTrack track)
    {
        _tracks[track.Id] = track;
        _participants.Add(track.Identity);
        FindUser();
        HearUser();
        _bridge.OnRoomChanged();
    }

    private void OnLeft(string identity)
    {
        _participants.Remove(identity);
        foreach (var track in _tracks.Values.Where(track => track.Identity == identity).ToList())
        {
            _tracks.Remove(track.Id);
        }

        HearUser();
        _bridge.OnRoomChanged();
    }

    private void NoticeUser(string identity)
    {
        if (identity == User)
        {
            _bridge.OnRoomChanged();
        }
    }

    // Only where the session doesn't name its user; the first with a microphone is it, for good.
    private void FindUser() => User ??= _tracks.Values
        .FirstOrDefault(track => track is { IsAudio: true, IsMicrophone: true } && track.Identity != _context.Session.AvatarIdentity)
        ?.Identity;

    private void HearUser()
    {
        var microphone = _tracks.Values
            .Where(track => track.IsAudio && track.Identity == User)
            .OrderByDescending(track => track.IsMicrophone)
            .ThenByDescending(track => track.Id == _heard)
            .FirstOrDefault()?.Id;
        if (microphone == _heard)
        {
            return;
        }

        _heard = microphone;
        if (microphone is null)
        {
            _connection?.StopHearing();
        }
        else
        {
            _connection?.Hear(microphone);
        }
    }

    private void OnEnded(RoomEvent.Ended ended)
    {
        IsIn = false;
        // Whatever the old connection still has for us is of no interest.
        _epoch++;
        Retire();
        if (_stopped)
        {
            return;
        }

        if (ended.Kind == RoomEndKind.DuplicateIdentity && _context.Mandate.HasPredecessor && _returns++ < MostReturns)
        {
            _ = AskAsync();
        }
        else if (IsFinal(ended.Kind))
        {
            _bridge.End(SessionEndCauses.From(ended.Kind));
        }
        else
        {
            JoinAgain(ended.Kind);
        }
    }

    private async Task AskAsync() => _context.Mailbox.Post(new EvictionAnswer(await _context.Mandate.ConfirmAsync()));

    private void JoinAgain(RoomEndKind kind)
    {
        _lost.Lose(SessionPart.Room);
        if (!_backoff.TryAgain())
        {
            _bridge.End(SessionEndCauses.From(kind));
        }
    }

    private void Retire()
    {
        _link?.Retire();
        if (_connection is { } connection)
        {
            _connection = null;
            _retirement.Take(async () =>
            {
                await using (connection)
                {
                    await connection.LeaveAsync();
                }
            });
        }
    }

    // After an eviction or a removal nobody joins blindly again: the other side would be thrown out in turn.
    private static bool IsFinal(RoomEndKind kind) => kind is RoomEndKind.DuplicateIdentity or RoomEndKind.ParticipantRemoved
        or RoomEndKind.RoomDeleted or RoomEndKind.TokenRefused or RoomEndKind.LeftByUs;
}
