namespace Connectors.Storage.Redis;

/// <summary>The nodes' board: a hash with a field per node. What a node told is good until a time of the server's clock.</summary>
internal static class BoardScripts
{
    /// <summary>Node, memory in ms, sessions, capacity, whether it is cordoned (0 or 1). Nodes that are gone are forgotten.</summary>
    public static RedisScript Publish { get; } = new(Common + """
        local all = redis.call('HGETALL', key)
        for n = 1, #all, 2 do
          if tonumber(string.match(all[n + 1], '^%d+')) <= now then redis.call('HDEL', key, all[n]) end
        end
        redis.call('HSET', key, ARGV[1], string.format('%d %d %d %d', now + ARGV[2], ARGV[3], ARGV[4], ARGV[5]))
        redis.call('PEXPIRE', key, ARGV[2])
        return 1
        """);

    /// <summary>For each node its name and a text of four numbers: until when, sessions, capacity, whether it is cordoned.</summary>
    public static RedisScript Read { get; } = new(Common + """
        local all, good = redis.call('HGETALL', key), {}
        for n = 1, #all, 2 do
          if tonumber(string.match(all[n + 1], '^%d+')) > now then
            good[#good + 1] = all[n]
            good[#good + 1] = all[n + 1]
          end
        end
        return good
        """);

    private const string Common = """
        local key = KEYS[1] .. ':nb'
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)

        """;
}
