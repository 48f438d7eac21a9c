using System.Threading.Channels;
using Connectors.Events;

namespace Connectors.Integration.Tests.Docs;

/// <summary>Keeps what a connection told, audio included, in order.</summary>
internal sealed class EchoListener : IAgentListener
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<object> _told = Channel.CreateUnbounded<object>();

    public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio) => _told.Writer.TryWrite((turn, audio.Length));

    public void OnEvent(AgentEvent e)
    {
        _told.Writer.TryWrite(e);
        if (e is AgentEvent.Closed)
        {
            _told.Writer.Complete();
        }
    }

    /// <summary>The next thing told, which must be of this kind.</summary>
    public async Task<T> NextAsync<T>() =>
        Assert.IsType<T>(await _told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit));

    /// <summary>That nothing came after the close.</summary>
    public async Task<bool> IsOverAsync() => !await _told.Reader.WaitToReadAsync(TestContext.Current.CancellationToken);
}
