using System.Collections.Concurrent;
using System.Diagnostics;
using Connectors.Core.Rooms;
using Connectors.LiveKit.Rooms;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

public sealed class AllocationTests(RtcFixture rtc)
{
    private const int Frames = 500;

    [Fact]
    public async Task AudioFrames_FromTheLibraryToTheListener_AllocateNothing()
    {
        var room = new TestRoom(rtc.Server);
        // Speaks from another process, so that the library's threads here do nothing but deliver frames.
        await using var speaker = SpeakerProcess.Start(rtc.Server.Url, rtc.Server.Mint("speaker", room.Grants));
        var listener = new CountingListener();
        var transport = new LiveKitRoomTransport(new(), TimeProvider.System);
        await using var agent = transport.Join(new(rtc.Server.Url, rtc.Server.Mint("agent", room.Grants)), listener);
        agent.Hear(await listener.TrackId.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var started = TimeProvider.System.GetTimestamp();
        await listener.Counted.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;

        Assert.Equal(0, listener.Allocated);
        Figures.Report($"{listener.Intervals} intervals between frames: {listener.Allocated} B allocated, "
            + $"{used / elapsed * 100:0.0} % of a core for the whole process, which listens to one track");
    }

    /// <summary>
    /// Sums what was allocated between two frames on the same thread, from one entry of the listener to the next: the way
    /// out of the callback, and all of the way in.
    /// </summary>
    private sealed class CountingListener : IRoomListener
    {
        private readonly ConcurrentDictionary<int, long> _before = new();
        private readonly TaskCompletionSource<string> _trackId = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _counted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _allocated;
        private int _frames;

        public Task<string> TrackId => _trackId.Task;

        public Task Counted => _counted.Task;

        public long Allocated => Interlocked.Read(ref _allocated);

        public int Intervals { get; private set; }

        public void OnAudioFrame(ReadOnlySpan<short> samples, int sampleRate)
        {
            var frames = ++_frames;
            // The first hundred warm up: compilation, and one entry here for each of the library's threads.
            if (frames > 100 && _before.TryGetValue(Environment.CurrentManagedThreadId, out var before))
            {
                Interlocked.Add(ref _allocated, GC.GetAllocatedBytesForCurrentThread() - before);
                Intervals++;
            }

            if (frames == Frames)
            {
                _counted.SetResult();
            }
            else if (frames < Frames)
            {
                _before[Environment.CurrentManagedThreadId] = 0;
                _before[Environment.CurrentManagedThreadId] = GC.GetAllocatedBytesForCurrentThread();
            }
        }

        public void OnEvent(RoomEvent e)
        {
            if (e is RoomEvent.Joined { Tracks: [var there, ..] })
            {
                _trackId.TrySetResult(there.Id);
            }
            else if (e is RoomEvent.TrackPublished published)
            {
                _trackId.TrySetResult(published.Track.Id);
            }
        }
    }
}
