using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions;

/// <summary>
/// Finishes the deletion of tenants: ends their sessions, destroys their data keys, removes what is left. Begun deletions are gone
/// on with after a restart.
/// </summary>
/// <param name="desk">Where tenants are.</param>
/// <param name="host">Where sessions live.</param>
/// <param name="sessions">Their records.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what was done.</param>
[SuppressMessage("Design", "CA1001", Justification = "Without its wait handle a SemaphoreSlim holds nothing.")]
public sealed partial class TenantEraser(
    TenantDesk desk, ISessionHost host, ISessionStore sessions, TimeProvider time, ILogger<TenantEraser> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly SessionState[] Unfinished = [SessionState.Starting, SessionState.Live, SessionState.Ending];

    private readonly SemaphoreSlim _one = new(1);
    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Has the loop look at once, after <see cref="TenantDesk.DeleteAsync"/>.</summary>
    public void Wake() => Volatile.Read(ref _wanted).TrySetResult();

    /// <summary>Erases tenants that are being deleted, again and again.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Interlocked.Exchange(ref _wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
            try
            {
                await EraseAllAsync(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                Log.RoundBroke(logger, error.GetType().FullName);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.WhenAny(Volatile.Read(ref _wanted).Task, Task.Delay(Pause, time, cancellationToken));
        }
    }

    /// <summary>Erases all tenants that are being deleted.</summary>
    /// <param name="cancellationToken">Cancels it; the next round does the rest.</param>
    /// <returns>How many were erased.</returns>
    public async Task<int> EraseAllAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var erased = 0;
            string? next = null;
            do
            {
                var page = await desk.ListAsync(new(RecordKinds.Tenant, RecordKey.Operator) { After = next }, cancellationToken);
                foreach (var tenant in page.Values.Where(tenant => tenant.Value.State == TenantState.Deleting))
                {
                    await EraseAsync(tenant.Value.Id, cancellationToken);
                    erased++;
                }

                next = page.Next;
            }
            while (next is not null);
            return erased;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task EraseAsync(string tenantId, CancellationToken cancellationToken)
    {
        while (await sessions.ListAsync(new(tenantId) { States = Unfinished }, cancellationToken) is { Count: > 0 } running)
        {
            var ends = await Task.WhenAll(running.Select(
                session => host.StopAsync(session.Id, SessionEndReasons.StoppedByTenant, cancellationToken)));
            if (ends.All(end => end is null))
            {
                // Nobody runs them: they are just being started, or were left behind.
                break;
            }
        }

        await sessions.RemoveAllAsync(tenantId, cancellationToken);
        await desk.EraseAsync(tenantId, cancellationToken);
        Log.Erased(logger, tenantId);
    }

    private static partial class Log
    {
        [LoggerMessage(1281, LogLevel.Information, "Tenant {TenantId} was erased; its data key was destroyed")]
        public static partial void Erased(ILogger logger, string tenantId);

        [LoggerMessage(1282, LogLevel.Error, "A round of erasing tenants broke: {ErrorType}")]
        public static partial void RoundBroke(ILogger logger, string? errorType);
    }
}
