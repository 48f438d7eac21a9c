using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Rooms;

/// <summary>Which track is wanted, and the streams of those the library has subscribed to. Used by the room's loop only.</summary>
/// <remarks>
/// The library confirms no subscription, sends each request by a task of its own, so that two can overtake each other, and
/// loses those it sends while it repairs the connection. So a track that isn't wanted any more stays subscribed for a
/// while, requests for one track keep apart in time, and what is wanted is asked for again until it is there. A join that subscribes
/// to everything brings tracks that nobody asked for; they are given up the same way, pictures at once.
/// </remarks>
/// <param name="room">The room.</param>
/// <param name="make">Makes the stream of a subscribed track.</param>
/// <param name="remind">Has <see cref="OnReminder"/> called by the loop after <see cref="Apart"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class RoomHearing(JoinedRoom room, Func<OwnedTrack, HeardTrack> make, Action remind, TimeProvider time) : IDisposable
{
    /// <summary>How far apart requests for one track are kept.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    private const int MostAttempts = 5;

    private readonly Dictionary<string, HeardTrack> _subscribed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _unwantedSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _givenUp = new(StringComparer.Ordinal);
    private string? _wanted;
    private int _attempts;

    /// <summary>Wants another track, or none.</summary>
    /// <param name="trackId">The track, or null.</param>
    public void Want(string? trackId)
    {
        if (trackId == _wanted)
        {
            return;
        }

        if (_wanted is not null && _subscribed.TryGetValue(_wanted, out var before))
        {
            before.Pause();
            _unwantedSince[_wanted] = time.GetTimestamp();
        }

        _wanted = trackId;
        if (trackId is not null && _subscribed.TryGetValue(trackId, out var there))
        {
            _unwantedSince.Remove(trackId);
            there.Start();
        }
        else
        {
            Ask();
        }

        remind();
    }

    /// <summary>A track was published: if it is the wanted one (as after a repaired connection), it is subscribed to.</summary>
    /// <param name="trackId">The track.</param>
    public void OnPublished(string trackId)
    {
        if (trackId == _wanted)
        {
            Ask();
            remind();
        }
    }

    /// <summary>The connection was repaired: what was asked for meanwhile may be lost.</summary>
    public void OnReconnected()
    {
        Ask();
        remind();
    }

    /// <summary>The library has subscribed; the track's handle is taken over.</summary>
    /// <param name="track">The track.</param>
    public void OnSubscribed(OwnedTrack track)
    {
        if (track.Info.Kind != TrackKind.KindAudio)
        {
            room.Library.Drop(track.Handle.Id);
            Subscribe(track.Info.Sid, subscribe: false);
            return;
        }

        OnUnsubscribed(track.Info.Sid);
        var heard = _subscribed[track.Info.Sid] = make(track);
        if (heard.Id == _wanted)
        {
            heard.Start();
        }
        else
        {
            _unwantedSince[heard.Id] = time.GetTimestamp();
            remind();
        }
    }

    /// <summary>A track is gone or no more subscribed to.</summary>
    /// <param name="trackId">The track.</param>
    public void OnUnsubscribed(string trackId)
    {
        _unwantedSince.Remove(trackId);
        if (_subscribed.Remove(trackId, out var heard))
        {
            heard.Stop();
            remind();
        }
    }

    /// <summary>Some time has passed: what is wanted and isn't there is asked for again, what isn't wanted is given up.</summary>
    public void OnReminder()
    {
        foreach (var (trackId, since) in _unwantedSince.Where(entry => time.GetElapsedTime(entry.Value) >= Apart).ToList())
        {
            OnUnsubscribed(trackId);
            Subscribe(trackId, subscribe: false);
            _givenUp[trackId] = time.GetTimestamp();
        }

        var isMissing = _wanted is not null && !_subscribed.ContainsKey(_wanted) && ++_attempts < MostAttempts;
        if (isMissing)
        {
            Subscribe(_wanted, subscribe: true);
        }

        if (isMissing || _unwantedSince.Count > 0)
        {
            remind();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var heard in _subscribed.Values)
        {
            heard.Stop();
        }

        _subscribed.Clear();
    }

    private void Ask()
    {
        _attempts = 0;
        var isTooSoon = _wanted is not null && _givenUp.Remove(_wanted, out var since) && time.GetElapsedTime(since) < Apart;
        if (!isTooSoon && _wanted is not null && !_subscribed.ContainsKey(_wanted))
        {
            Subscribe(_wanted, subscribe: true);
        }
    }

    private void Subscribe(string? trackId, bool subscribe)
    {
        if (room.Tracks.Publication(trackId) is not 0 and var publication)
        {
            _ = room.Library.TryRequest(
                new FfiRequest { SetSubscribed = new() { Subscribe = subscribe, PublicationHandle = publication } }, out _);
        }
    }
}
