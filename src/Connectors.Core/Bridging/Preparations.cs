namespace Connectors.Core.Bridging;

/// <summary>Has the connector prepare conversations: one at a time, and to an end within a limit whatever the connector does.</summary>
internal sealed class Preparations(BridgeContext context, IConnector connector, Retirement retirement)
{
    // Longer than the limits that connectors have themselves: it is there for those that have none.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRunning;

    /// <summary>Begins one unless one is on; the loop gets an <see cref="AgentPreparation"/> or a <see cref="PreparationBroke"/>.</summary>
    public void Begin()
    {
        if (!_isRunning && !_stopped.Task.IsCompleted)
        {
            _isRunning = true;
            retirement.Take(RunAsync, () => context.Mailbox.Post(new PreparationBroke()));
        }
    }

    /// <summary>The loop has what it was told.</summary>
    public void Finish() => _isRunning = false;

    /// <summary>Nobody wants one any more.</summary>
    public void Stop() => _stopped.TrySetResult();

    private async Task RunAsync()
    {
        using var limit = new CancellationTokenSource(Limit, context.Time);
        var preparation = connector.PrepareAsync(context.Session.Agent!, limit.Token).WaitAsync(limit.Token);
        if (await Task.WhenAny(preparation, _stopped.Task) == preparation)
        {
            context.Mailbox.Post(await preparation);
        }
        else
        {
            await limit.CancelAsync();
        }
    }
}
