using Connectors.Core.Avatars;

namespace Connectors.Sandbox.LiveAvatar;

/// <summary>An avatar without a room: it plays by the clock and remembers what sounded, and when.</summary>
internal sealed class ClockedAvatarBody(TimeProvider time) : IAvatarBody
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly List<(long Start, byte[] Pcm)> _sound = [];
    private ITimer? _timer;
    private long _end;
    private bool _playing;

    public Action<bool>? PlayingChanged { get; set; }

    /// <summary>Whether it is in its room.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>The token it joined by.</summary>
    public string? Token { get; private set; }

    /// <summary>What joining answers; null for success.</summary>
    public IOException? JoinError { get; set; }

    public TimeSpan Buffered
    {
        get
        {
            lock (_lock)
            {
                return Left();
            }
        }
    }

    public Task JoinAsync(Uri url, string token, CancellationToken cancellation)
    {
        if (JoinError is not null)
        {
            return Task.FromException(JoinError);
        }

        Token = token;
        IsJoined = true;
        return Task.CompletedTask;
    }

    public void Play(ReadOnlySpan<byte> pcm24k)
    {
        var pcm = pcm24k[..(pcm24k.Length & ~1)].ToArray();
        if (pcm.Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            var start = Math.Max(_end, time.GetTimestamp());
            _sound.Add((start, pcm));
            _end = start + Ticks(pcm.Length);
            _timer ??= time.CreateTimer(
                static body => ((ClockedAvatarBody)body!).CheckEnd(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            SetPlaying(true);
            Arm();
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _sound.RemoveAll(piece => piece.Start >= now);
            if (_sound.Count > 0 && _sound[^1] is var (start, pcm) && start + Ticks(pcm.Length) > now)
            {
                var heard = (int)AvatarLimits.Audio.BytesOf(time.GetElapsedTime(start, now));
                _sound[^1] = (start, pcm[..heard]);
            }

            _end = now;
            SetPlaying(false);
        }
    }

    /// <summary>All that has sounded so far, pauses left out.</summary>
    public byte[] Heard()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            return [.. _sound.Where(piece => piece.Start < now).SelectMany(piece => piece.Pcm.Take(HeardOf(piece, now)))];
        }
    }

    public Task LeaveAsync()
    {
        Clear();
        IsJoined = false;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        if (_timer is { } timer)
        {
            await timer.DisposeAsync();
        }
    }

    private int HeardOf((long Start, byte[] Pcm) piece, long now) =>
        (int)Math.Min(piece.Pcm.Length, AvatarLimits.Audio.BytesOf(time.GetElapsedTime(piece.Start, now)));

    private long Ticks(int bytes) =>
        (long)Math.Ceiling(AvatarLimits.Audio.DurationOf(bytes).TotalSeconds * time.TimestampFrequency);

    private TimeSpan Left()
    {
        var now = time.GetTimestamp();
        return now < _end ? time.GetElapsedTime(now, _end) : TimeSpan.Zero;
    }

    private void CheckEnd()
    {
        lock (_lock)
        {
            if (Left() > TimeSpan.Zero)
            {
                Arm();
            }
            else
            {
                SetPlaying(false);
            }
        }
    }

    private void Arm()
    {
        var left = Left();
        _timer!.Change(left > Shortest ? left : Shortest, Timeout.InfiniteTimeSpan);
    }

    // Told inside the lock, so that it is told in order; whoever listens returns at once.
    private void SetPlaying(bool playing)
    {
        if (_playing != playing)
        {
            _playing = playing;
            PlayingChanged?.Invoke(playing);
        }
    }
}
