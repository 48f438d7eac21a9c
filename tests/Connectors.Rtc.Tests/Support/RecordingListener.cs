using System.Threading.Channels;
using Connectors.Core.Rooms;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Keeps what a room tells, so that a test can wait for it.</summary>
internal sealed class RecordingListener : IRoomListener
{
    // A safety net only: what is waited for comes in tens of milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<RoomEvent> _events = Channel.CreateUnbounded<RoomEvent>();
    private readonly List<RoomEvent> _all = [];
    private readonly Lock _lock = new();
    private readonly List<short> _heard = [];
    private readonly Channel<bool> _moreHeard =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public int SampleRate { get; private set; }

    public int Frames { get; private set; }

    public IReadOnlyList<RoomEvent> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public short[] Heard
    {
        get
        {
            lock (_lock)
            {
                return [.. _heard];
            }
        }
    }

    public void OnAudioFrame(ReadOnlySpan<short> samples, int sampleRate)
    {
        lock (_lock)
        {
            SampleRate = sampleRate;
            Frames++;
            _heard.AddRange(samples);
        }

        _moreHeard.Writer.TryWrite(true);
    }

    public void OnEvent(RoomEvent e)
    {
        lock (_lock)
        {
            _all.Add(e);
        }

        _events.Writer.TryWrite(e);
    }

    /// <summary>Takes events until one of this type (and condition) comes.</summary>
    public async Task<T> WaitForAsync<T>(Func<T, bool>? condition = null)
        where T : RoomEvent
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            RoomEvent e;
            try
            {
                e = await _events.Reader.ReadAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"No {typeof(T).Name} came; there were: {string.Join(", ", All.Select(Describe))}");
            }

            if (e is T wanted && (condition?.Invoke(wanted) ?? true))
            {
                return wanted;
            }
        }
    }

    public async Task HearAsync(TimeSpan duration)
    {
        var start = Heard.Length;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience + duration);
        while (SampleRate == 0 || Heard.Length - start < duration.TotalSeconds * SampleRate)
        {
            _ = await _moreHeard.Reader.ReadAsync(limit.Token);
        }
    }

    private static string Describe(RoomEvent e) => e is RoomEvent.Ended ended ? $"Ended({ended.Kind}: {ended.Reason})" : e.ToString();
}
