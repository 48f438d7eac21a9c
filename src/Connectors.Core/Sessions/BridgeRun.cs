using Connectors.Core.Bridging;

namespace Connectors.Core.Sessions;

/// <summary>A session's bridge in this process: started, asked, told to end, and let go when it is over.</summary>
internal sealed class BridgeRun(BridgeEnvironment environment, ISessionObserver observer, SessionLog log, Task over)
{
    private readonly Lock _lock = new();
    private Bridge? _bridge;
    private EndRequest? _stopWanted;

    /// <summary>Whether there is a bridge, or was one.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Ends it, or keeps it from going on for longer than it takes to begin.</summary>
    public void Stop(SessionEnd end)
    {
        lock (_lock)
        {
            _stopWanted ??= new(end);
            _bridge?.Post(_stopWanted);
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="assignment">What it shall connect.</param>
    /// <param name="complete">Called at its end.</param>
    public async Task StartAsync(BridgeAssignment assignment, Func<SessionEnd, Task> complete)
    {
        var bridge = new Bridge(environment, assignment, observer);
        try
        {
            bridge.Start();
        }
        catch (Exception)
        {
            await AbandonAsync(bridge);
            throw;
        }

        lock (_lock)
        {
            (_bridge, HasBegun) = (bridge, true);
            if (_stopWanted is { } stop)
            {
                bridge.Post(stop);
            }
        }

        // What goes on for hours is no part of the call that began it, nor of that call's trace.
        var flow = ExecutionContext.SuppressFlow();
        _ = FinishAsync(bridge, complete);
        flow.Undo();
    }

    /// <summary>Wants something of the loop that isn't answered.</summary>
    public void Post(object request) => _bridge?.Post(request);

    /// <summary>Asks the loop; null: there is none that could answer, or not any more.</summary>
    public async Task<T?> AskAsync<T>(Func<TaskCompletionSource<T>, object> letter)
        where T : class
    {
        if (_bridge is not { } bridge || over.IsCompleted)
        {
            return null;
        }

        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        bridge.Post(letter(answer));
        await Task.WhenAny(answer.Task, over);
        return answer.Task.IsCompleted ? await answer.Task : null;
    }

    // Whatever it has joined must not stay there.
    private static async Task AbandonAsync(Bridge bridge)
    {
        using (bridge)
        {
            bridge.Abandon(SessionEnd.For(SessionEndReasons.ServerError));
            await bridge.Completion;
        }
    }

    private async Task FinishAsync(Bridge bridge, Func<SessionEnd, Task> complete)
    {
        try
        {
            await Task.Run(() => log.AroundAsync(bridge.RunAsync));
            await complete(await bridge.Completion);
        }
        catch (Exception error)
        {
            log.LoopBroke(error);
            bridge.Abandon(SessionEnd.For(SessionEndReasons.ServerError));
            await complete(await bridge.Completion);
        }
        finally
        {
            lock (_lock)
            {
                // The session is kept for whoever asks how it ended; its bridge, buffers and all, need not be.
                _bridge = null;
            }

            bridge.Dispose();
        }
    }
}
