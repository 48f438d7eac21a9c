using System.Diagnostics.CodeAnalysis;

namespace Connectors.Core.Bridging;

/// <summary>
/// Has the connector prepare conversations: one at a time, and to an end within a limit whatever the connector does. On the loop only.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Each limit is disposed of when the loop has what it was for.")]
internal sealed class Preparations(BridgeContext context, AgentInUse agent, Retirement retirement)
{
    // Longer than the limits that connectors have themselves: it is there for those that have none.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private CancellationTokenSource? _running;
    private bool _isStopped;
    private int _epoch;

    /// <summary>
    /// Begins one unless one is on; the loop gets an <see cref="AgentPreparation"/> or a <see cref="PreparationBroke"/>, whose letter's
    /// epoch it gives to <see cref="TryFinish"/>.
    /// </summary>
    public void Begin()
    {
        if (_running is null && !_isStopped)
        {
            _running = new(Limit, context.Time);
            var (limit, epoch) = (_running.Token, _epoch);
            retirement.Take(() => RunAsync(epoch, limit), () => context.Mailbox.Post(new PreparationBroke(), epoch));
        }
    }

    /// <summary>The loop has what it was told; false: it is of an agent that isn't talked with any more.</summary>
    public bool TryFinish(int epoch)
    {
        if (epoch != _epoch)
        {
            return false;
        }

        _running?.Dispose();
        _running = null;
        return true;
    }

    /// <summary>Another agent is talked with: what is being prepared is for nobody.</summary>
    public void Restart()
    {
        _running?.Cancel();
        TryFinish(_epoch);
        _epoch++;
    }

    /// <summary>Nobody wants one any more.</summary>
    public void Stop()
    {
        _isStopped = true;
        _running?.Cancel();
    }

    private async Task RunAsync(int epoch, CancellationToken limit) =>
        context.Mailbox.Post(await agent.Connector.PrepareAsync(agent.Setup, limit).WaitAsync(limit), epoch);
}
