using Orleans.Concurrency;

namespace Connectors.Grains;

/// <summary>A session by its id. What is said are the messages of Core's Crossing; only a start waits for a start.</summary>
[Alias("Connectors.ISessionGrain")]
internal partial interface ISessionGrain : IGrainWithStringKey
{
    [Alias("Start")]
    Task<byte[]> StartAsync(string tenantId, byte[] specification, CancellationToken cancellationToken);

    [AlwaysInterleave, Alias("Find")]
    Task<byte[]> FindAsync(string tenantId);

    [AlwaysInterleave, Alias("Transcript")]
    Task<byte[]> TranscriptAsync(string tenantId);

    [AlwaysInterleave, Alias("Command")]
    Task<byte[]> CommandAsync(string tenantId, byte[] command);

    [AlwaysInterleave, Alias("Watch")]
    Task<byte[]> WatchAsync(string tenantId, long after);

    [AlwaysInterleave, Alias("Stop")]
    Task<byte[]> StopAsync(string tenantId, string reason);

    [AlwaysInterleave, Alias("Forget")]
    Task<byte[]> ForgetAsync();

    [AlwaysInterleave, Alias("TakeUp")]
    Task<byte[]> TakeUpAsync();
}
