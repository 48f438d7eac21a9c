using Connectors.LiveKit.Rooms;
using Connectors.Testing;

namespace Connectors.Tests.LiveKit.Rooms;

public sealed class FrameCountTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(10);

    private readonly FakeTime _time = new();
    private readonly FrameCount _count;
    private int _lost;

    public FrameCountTests()
    {
        _count = new(_time, 10);
    }

    [Fact]
    public void FrameCount_OfASteadyStream_FindsNothingLost()
    {
        Receive(60_000);

        Assert.Equal(0, _lost);
    }

    [Fact]
    public void FrameCount_WhenFramesComeLateInABurst_FindsNothingLost()
    {
        Receive(500);
        _time.Advance(40 * Frame);
        Receive(40, TimeSpan.Zero);
        Receive(500);

        Assert.Equal(0, _lost);
    }

    [Fact]
    public void FrameCount_WhenFramesAreMissing_CountsThemOnce()
    {
        Receive(500);
        _time.Advance(75 * Frame);
        Receive(50, TimeSpan.Zero);
        Receive(1_000);

        Assert.InRange(_lost, 24, 25);
    }

    [Fact]
    public void FrameCount_WhenFramesAreMissingAgain_AddsThem()
    {
        for (var i = 0; i < 3; i++)
        {
            Receive(500);
            _time.Advance(10 * Frame);
        }

        Receive(500);

        Assert.InRange(_lost, 29, 30);
    }

    private void Receive(int frames, TimeSpan? pace = null)
    {
        for (var i = 0; i < frames; i++)
        {
            _lost += _count.OnFrame();
            _time.Advance(pace ?? Frame);
        }
    }
}
