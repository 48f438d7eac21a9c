using Connectors.Core.Records;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>Says in our words, and without anything that is kept, why Redis didn't do it.</summary>
internal static class RedisFaults
{
    // Answers of a server that is there, but not now: https://redis.io/docs/latest/develop/reference/protocol-spec/ and redis.conf.
    private static readonly string[] Codes =
    [
        "NOREPLICAS", "OOM", "MISCONF", "LOADING", "READONLY", "MASTERDOWN", "BUSY", "NOAUTH", "WRONGPASS", "NOPERM", "CLUSTERDOWN",
    ];

    /// <summary>The exception for a fault, or null: it is a defect of ours.</summary>
    public static StoreUnavailableException? Of(Exception fault) => fault switch
    {
        RedisConnectionException connection => new($"Redis is away: {connection.FailureType}."),
        RedisTimeoutException or TimeoutException => new("Redis did not answer in time."),
        RedisServerException server when CodeOf(server) is { } code => new($"Redis refused: {code}."),
        _ => null,
    };

    public static StoreUnavailableException TooLate(TimeSpan limit) => new($"Redis did not answer within {limit.TotalSeconds} s.");

    public static StoreUnavailableException TooFew(long replicas, int wanted) =>
        new($"Written, but only {replicas} of {wanted} replicas confirmed it in time.");

    public static bool IsUnknownScript(RedisServerException error) => error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    // Within scripts the code stands at the beginning (Redis 7) or behind the script's name (6).
    private static string? CodeOf(RedisServerException error) =>
        Codes.FirstOrDefault(code => error.Message.Contains(code, StringComparison.Ordinal));
}
