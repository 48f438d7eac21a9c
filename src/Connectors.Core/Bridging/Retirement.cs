namespace Connectors.Core.Bridging;

/// <summary>Takes connections that are not needed any more and ends them beside the loop; waited for at the bridge's end.</summary>
internal sealed class Retirement
{
    private readonly List<Task> _running = [];

    public void Take(Func<Task> ending, Action? broke = null)
    {
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(RunAsync(ending, broke));
    }

    /// <summary>Takes a connection to an agent, if there is one: nothing it says counts any more.</summary>
    public void Take(AgentLink? link)
    {
        link?.Retire();
        if (link?.Connection is { } connection)
        {
            Take(async () =>
            {
                await using (connection)
                {
                    await connection.CloseAsync();
                }
            });
        }
    }

    public Task AllAsync() => Task.WhenAll(_running);

    private static async Task RunAsync(Func<Task> ending, Action? broke)
    {
        try
        {
            await ending();
        }
        catch (Exception)
        {
            // What was being thrown away may break as it likes; whoever waits for something else is told.
            broke?.Invoke();
        }
    }
}
