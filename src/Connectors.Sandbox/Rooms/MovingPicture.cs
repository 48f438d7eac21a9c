using Connectors.LiveKit.Publishing;

namespace Connectors.Sandbox.Rooms;

/// <summary>Draws a bar that moves over a plain ground into a video track, until it is disposed of.</summary>
internal sealed class MovingPicture : IAsyncDisposable
{
    /// <summary>Frames a second.</summary>
    public const int FramesPerSecond = 10;

    /// <summary>Width and height in pixels: enough to see that it moves.</summary>
    public static readonly (int Width, int Height) Size = (160, 120);

    // Blue-ish ground and a bright bar, as brightness and two colours.
    private const byte Ground = 60, Bar = 220, BlueOfGround = 160, RedOfGround = 100;
    private const int BarWidth = 16, Step = 8;

    private readonly VideoPublication _track;
    private readonly TimeProvider _time;
    private readonly PeriodicTimer _timer;
    private readonly Task _run;

    /// <summary>Begins to draw.</summary>
    /// <param name="track">A track of <see cref="Size"/>; disposed with this.</param>
    /// <param name="time">The clock.</param>
    public MovingPicture(VideoPublication track, TimeProvider time)
    {
        _track = track;
        _time = time;
        _timer = new(TimeSpan.FromSeconds(1.0 / FramesPerSecond), time);
        _run = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _run;
        await _track.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var frame = new byte[_track.FrameBytes];
        var started = _time.GetTimestamp();
        for (var number = 0; await _timer.WaitForNextTickAsync(); number++)
        {
            Draw(frame, number);
            _track.Capture(frame, _time.GetElapsedTime(started));
        }
    }

    private void Draw(Span<byte> frame, int number)
    {
        var (width, height) = _track.Size;
        var brightness = frame[..(width * height)];
        var colours = frame[brightness.Length..];
        brightness.Fill(Ground);
        colours[..(colours.Length / 2)].Fill(BlueOfGround);
        colours[(colours.Length / 2)..].Fill(RedOfGround);
        var left = number * Step % (width - BarWidth);
        for (var row = 0; row < height; row++)
        {
            brightness.Slice((row * width) + left, BarWidth).Fill(Bar);
        }
    }
}
