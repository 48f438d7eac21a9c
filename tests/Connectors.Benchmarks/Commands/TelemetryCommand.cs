using Connectors.Benchmarks.Telemetry;

namespace Connectors.Benchmarks.Commands;

/// <summary>
/// A run of the service in which every metric gets something to tell, faults among them, for whoever reads its page of metrics
/// meanwhile (<c>.ci/dashboards</c>). Says where the page is, begins at the first line of standard input, says <c>done</c>, and stays
/// until standard input is closed.
/// </summary>
internal static class TelemetryCommand
{
    private const int Capacity = 10;

    // Ends by itself, whatever happens.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        await using var world = await TelemetryWorld.StartAsync(Capacity, limit.Token);
        await Console.Out.WriteLineAsync($"metrics {world.Metrics.Authority}");
        if (await Console.In.ReadLineAsync(limit.Token) is null)
        {
            return 1;
        }

        try
        {
            await new TelemetryRun(world, Console.Out.WriteLine).RunAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception error) when (error is IOException or TimeoutException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{error}\nThe service said:\n{string.Join('\n', world.Told)}");
            return 1;
        }

        await Console.Out.WriteLineAsync("done");
        await Console.In.ReadToEndAsync(limit.Token);
        return 0;
    }
}
