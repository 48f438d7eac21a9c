namespace Connectors.Core.Bridging;

/// <summary>Takes connections that are not needed any more and ends them beside the loop; waited for at the bridge's end.</summary>
internal sealed class Retirement
{
    private readonly List<Task> _running = [];

    public void Take(Func<Task> ending)
    {
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(RunAsync(ending));
    }

    public Task AllAsync() => Task.WhenAll(_running);

    private static async Task RunAsync(Func<Task> ending)
    {
        try
        {
            await ending();
        }
        catch (Exception)
        {
            // It was being thrown away; how it broke changes nothing.
        }
    }
}
