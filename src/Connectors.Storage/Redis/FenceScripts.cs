namespace Connectors.Storage.Redis;

/// <summary>
/// The fence: a hash per session with epoch, holder and the end of its lease, in milliseconds of the server's clock, the only one that
/// counts. After a fail-over it is the new master's: clocks of servers that replicate each other must be kept together.
/// </summary>
internal static class FenceScripts
{
    /// <summary>Session, holder, epoch that was seen, lease, memory in ms. The new epoch, or 0.</summary>
    public static RedisScript Take { get; } = new(Common + """
        local epoch = redis.call('HGET', key, 'e') or '0'
        if epoch ~= ARGV[3] or left() > 0 then return 0 end
        epoch = redis.call('HINCRBY', key, 'e', 1)
        redis.call('HSET', key, 'h', ARGV[2], 'u', now + ARGV[4])
        redis.call('PEXPIRE', key, ARGV[5])
        return epoch
        """);

    /// <summary>Session, holder, epoch, lease, memory in ms. Whether it is still held; a lease of 0 releases it.</summary>
    public static RedisScript Renew { get; } = new(Common + """
        local r = redis.call('HMGET', key, 'e', 'h', 'u')
        if r[1] ~= ARGV[3] or r[2] ~= ARGV[2] or r[3] == '0' then return 0 end
        redis.call('HSET', key, 'u', ARGV[4] == '0' and '0' or now + ARGV[4])
        redis.call('PEXPIRE', key, ARGV[5])
        return 1
        """);

    /// <summary>Session. Nothing, or holder, epoch, what is left in ms.</summary>
    public static RedisScript Find { get; } = new(Common + """
        local r = redis.call('HMGET', key, 'h', 'e')
        if not r[2] then return {} end
        return { r[1], r[2], left() }
        """);

    private const string Common = """
        local key = KEYS[1] .. ':f:' .. ARGV[1]
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local function left() return math.max(0, tonumber(redis.call('HGET', key, 'u') or '0') - now) end

        """;
}
