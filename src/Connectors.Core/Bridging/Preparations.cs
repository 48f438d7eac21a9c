using System.Diagnostics.CodeAnalysis;

namespace Connectors.Core.Bridging;

/// <summary>
/// Has the connector prepare conversations: one at a time, and to an end within a limit whatever the connector does. On the loop only.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Each limit is disposed of when the loop has what it was for.")]
internal sealed class Preparations(BridgeContext context, IConnector connector, Retirement retirement)
{
    // Longer than the limits that connectors have themselves: it is there for those that have none.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private CancellationTokenSource? _running;
    private bool _isStopped;

    /// <summary>Begins one unless one is on; the loop gets an <see cref="AgentPreparation"/> or a <see cref="PreparationBroke"/>.</summary>
    public void Begin()
    {
        if (_running is null && !_isStopped)
        {
            _running = new(Limit, context.Time);
            var limit = _running.Token;
            retirement.Take(() => RunAsync(limit), () => context.Mailbox.Post(new PreparationBroke()));
        }
    }

    /// <summary>The loop has what it was told.</summary>
    public void Finish()
    {
        _running?.Dispose();
        _running = null;
    }

    /// <summary>Nobody wants one any more.</summary>
    public void Stop()
    {
        _isStopped = true;
        _running?.Cancel();
    }

    private async Task RunAsync(CancellationToken limit) =>
        context.Mailbox.Post(await connector.PrepareAsync(context.Session.Agent!, limit).WaitAsync(limit));
}
