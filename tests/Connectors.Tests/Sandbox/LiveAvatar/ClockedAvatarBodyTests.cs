using Connectors.Sandbox.LiveAvatar;
using Connectors.Testing;

namespace Connectors.Tests.Sandbox.LiveAvatar;

public sealed class ClockedAvatarBodyTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly ClockedAvatarBody _body;
    private readonly List<bool> _playing = [];

    public ClockedAvatarBodyTests() => _body = new(_time) { PlayingChanged = _playing.Add };

    public ValueTask DisposeAsync() => _body.DisposeAsync();

    [Fact]
    public void Audio_PlaysByTheClock()
    {
        _body.Play(Audio(1, 1000));
        _time.Advance(TimeSpan.FromMilliseconds(400));
        _body.Play(Audio(2, 500));

        Assert.Equal(1100, _body.Buffered.TotalMilliseconds, 0.01);
        _time.Advance(TimeSpan.FromMilliseconds(1099));
        Assert.Equal([true], _playing);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal([true, false], _playing);
        Assert.Equal([.. Audio(1, 1000), .. Audio(2, 500)], _body.Heard());
        Assert.Equal(TimeSpan.Zero, _body.Buffered);
    }

    [Fact]
    public void Clear_KeepsOnlyWhatWasHeard()
    {
        _body.Play(Audio(1, 1000));
        _body.Play(Audio(2, 1000));
        _time.Advance(TimeSpan.FromMilliseconds(250));

        _body.Clear();
        _time.Advance(TimeSpan.FromSeconds(5));
        _body.Play([.. Audio(3, 100), 9]);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([.. Audio(1, 250), .. Audio(3, 100)], _body.Heard());
        Assert.Equal([true, false, true, false], _playing);
    }

    private static byte[] Audio(byte value, int milliseconds) => Enumerable.Repeat(value, milliseconds * 48).ToArray();
}
