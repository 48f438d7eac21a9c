using System.Threading.Channels;

namespace Connectors.Core.Sessions;

/// <summary>
/// Writes a live session's signs of life into its record, each with how far the agent's conversation is; what is new of that is
/// written at once. So it also learns when another process has taken the session over.
/// </summary>
/// <param name="lease">The session's hold on its record.</param>
/// <param name="found">How far the conversation was in the process before; null: there was none.</param>
/// <param name="time">The clock.</param>
/// <param name="takenOver">Told when another process has the session.</param>
internal sealed class SessionPulse(AvatarLease lease, AgentProgress? found, TimeProvider time, Action takenOver) : IAsyncDisposable
{
    // The loop awaits nothing but the store, which has a limit of its own.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private volatile AgentProgress? _progress;
    private DateTimeOffset? _fallbackSince = found?.FallbackSince;
    private Task _loop = Task.CompletedTask;

    /// <summary>Time between two signs of life. 10 s: a sixth of the time within which a session may be gone on with by default.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>The agent's conversation got further; one thread at a time.</summary>
    public void Note(AgentProgress progress)
    {
        _fallbackSince = progress.OnFallback ? _fallbackSince ?? time.GetUtcNow() : null;
        _progress = progress with { FallbackSince = _fallbackSince };
        _news.Writer.TryWrite(true);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_loop, Task.Delay(StopLimit, time));
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var token = _stop.Token;
        var noted = _news.Reader.WaitToReadAsync(token).AsTask();
        try
        {
            while (!lease.IsTakenOver)
            {
                await Task.WhenAny(noted, Task.Delay(Interval, time, token));
                token.ThrowIfCancellationRequested();
                _news.Reader.TryRead(out _);
                noted = noted.IsCompleted ? _news.Reader.WaitToReadAsync(token).AsTask() : noted;
                await WriteAsync(token);
            }

            takenOver();
        }
        catch (OperationCanceledException)
        {
            // The session is over.
        }
    }

    private async Task WriteAsync(CancellationToken token)
    {
        try
        {
            await lease.TouchAsync(_progress, token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A store that is away is no reason to stop talking. What was to be written comes with the next sign of life.
        }
    }
}
