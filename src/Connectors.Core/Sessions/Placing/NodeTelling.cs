using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Placing;

/// <summary>Tells other nodes every second how full this one is.</summary>
/// <param name="choice">What tells it once.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of a round that failed.</param>
public sealed partial class NodeTelling(NodeChoice choice, TimeProvider time, ILogger<NodeTelling> logger)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>Tells it until it is cancelled. A round that fails is made up for by the next.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        do
        {
            try
            {
                await choice.TellAsync(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Missed(logger, error.GetType().FullName);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1042, LogLevel.Warning, "How full this node is could not be told: {ErrorType}")]
        public static partial void Missed(ILogger logger, string? errorType);
    }
}
