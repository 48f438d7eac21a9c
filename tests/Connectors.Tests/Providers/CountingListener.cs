using Connectors.Events;

namespace Connectors.Tests.Providers;

/// <summary>Counts the agent's audio, and waits for the end.</summary>
internal sealed class CountingListener : IAgentListener
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Bytes { get; private set; }

    public Task Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio) => Bytes += audio.Length;

    public void OnEvent(AgentEvent e)
    {
        if (e is AgentEvent.Closed)
        {
            _closed.TrySetResult();
        }
    }
}
