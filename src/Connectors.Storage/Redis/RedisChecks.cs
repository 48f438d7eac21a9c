namespace Connectors.Storage.Redis;

/// <summary>What to do about a Redis that would lose what was acknowledged.</summary>
public enum RedisChecks
{
    /// <summary>Don't start. The default.</summary>
    Refuse,

    /// <summary>Start, and say in the log, as an error, what may be lost.</summary>
    Warn,
}
