using Orleans.Concurrency;

namespace Connectors.Grains;

/// <summary>The next version can be asked one thing more.</summary>
internal partial interface ISessionGrain
{
    [AlwaysInterleave, Alias("Accent")]
    Task<byte[]> AccentAsync();
}
