using System.Threading.Channels;
using Connectors.Core.Avatars;

namespace Connectors.Integration.Tests.LiveAvatar;

/// <summary>Keeps an avatar connection's events, and checks that the end is told once and last.</summary>
internal sealed class RecordingAvatarListener : IAvatarListener
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<AvatarEvent> _events = Channel.CreateUnbounded<AvatarEvent>();

    /// <summary>Told each event before it is kept.</summary>
    public Action<AvatarEvent>? Told { get; set; }

    public int Ends { get; private set; }

    public int EventsAfterEnd { get; private set; }

    public void OnEvent(AvatarEvent e)
    {
        if (Ends > 0)
        {
            EventsAfterEnd++;
        }

        if (e is AvatarEvent.Ended)
        {
            Ends++;
        }

        Told?.Invoke(e);
        _events.Writer.TryWrite(e);
    }

    public async Task<AvatarEvent> NextAsync() =>
        await _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(Limit, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>The next event, which must be of this kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : AvatarEvent => Assert.IsType<T>(await NextAsync());

    /// <summary>The end, whatever comes before it.</summary>
    public async Task<AvatarEvent.Ended> EndAsync()
    {
        while (true)
        {
            if (await NextAsync() is AvatarEvent.Ended end)
            {
                return end;
            }
        }
    }
}
