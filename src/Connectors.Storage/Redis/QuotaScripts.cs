namespace Connectors.Storage.Redis;

/// <summary>
/// Quotas: per session a key with its place's token, per tenant and credential the sessions by the end of their leases, and the tenant's
/// starts of the last minute. Times are milliseconds of the server's clock. All keys vanish by themselves.
/// </summary>
internal static class QuotaScripts
{
    /// <summary>Lease, session, token, tenant, credential or nothing, most sessions, most starts a minute, most users of the credential.
    /// The verdict, and when to ask again: in ms, or -1.</summary>
    public static RedisScript Take { get; } = new(Common + """
        local s, token, t, c = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
        if redis.call('EXISTS', place(s)) == 1 then return { 1, -1 } end
        redis.call('ZREMRANGEBYSCORE', sessions(t), '-inf', now)
        if redis.call('ZCARD', sessions(t)) >= tonumber(ARGV[6]) then return { 2, -1 } end
        redis.call('ZREMRANGEBYSCORE', starts(t), '-inf', now - 60000)
        local begun, most = redis.call('ZCARD', starts(t)), tonumber(ARGV[7])
        if begun >= most then
          if most == 0 then return { 3, -1 } end
          return { 3, redis.call('ZRANGE', starts(t), begun - most, begun - most, 'WITHSCORES')[2] + 60000 - now }
        end
        if c ~= '' then
          redis.call('ZREMRANGEBYSCORE', users(t, c), '-inf', now)
          if redis.call('ZCARD', users(t, c)) >= tonumber(ARGV[8]) then return { 4, -1 } end
        end
        hold(s, token, t, c)
        redis.call('ZADD', starts(t), now, token)
        redis.call('PEXPIRE', starts(t), 60000)
        return { 0, -1 }
        """);

    /// <summary>Lease, and for each place session, token, tenant, credential or nothing. How many are somebody else's.</summary>
    public static RedisScript Renew { get; } = new(Common + """
        local lost = 0
        for n = 2, #ARGV, 4 do
          local token = redis.call('GET', place(ARGV[n]))
          if token and token ~= ARGV[n + 1] then
            lost = lost + 1
          else
            hold(ARGV[n], ARGV[n + 1], ARGV[n + 2], ARGV[n + 3])
          end
        end
        return lost
        """);

    /// <summary>Lease, session, token, tenant, credential or nothing.</summary>
    public static RedisScript Release { get; } = new(Common + """
        local s, t, c = ARGV[2], ARGV[4], ARGV[5]
        local token = redis.call('GET', place(s))
        if token and token ~= ARGV[3] then return 0 end
        redis.call('DEL', place(s))
        redis.call('ZREM', sessions(t), s)
        if c ~= '' then redis.call('ZREM', users(t, c), s) end
        return 1
        """);

    private const string Common = """
        local p, lease = KEYS[1], ARGV[1]
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local function place(s) return p .. ':qp:' .. s end
        local function sessions(t) return p .. ':qs:' .. t end
        local function starts(t) return p .. ':qm:' .. t end
        local function users(t, c) return p .. ':qc:' .. t .. '\0' .. c end
        local function hold(s, token, t, c)
          redis.call('SET', place(s), token, 'PX', lease)
          redis.call('ZADD', sessions(t), now + lease, s)
          redis.call('PEXPIRE', sessions(t), lease)
          if c ~= '' then
            redis.call('ZADD', users(t, c), now + lease, s)
            redis.call('PEXPIRE', users(t, c), lease)
          end
        end

        """;
}
