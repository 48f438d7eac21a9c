namespace Connectors.Storage.Redis;

/// <summary>
/// Quotas: per session a key with its place's token and one with the credential under which it is counted, which may change; per tenant
/// and credential the sessions by the end of their leases, and the tenant's starts of the last minute. A place that was given back keeps
/// its token with a mark behind it for an hour: a node that didn't know that its session had gone to another one must not take the place
/// again when that one has given it back. The epoch of a place that was taken over stands before its token. Times are milliseconds of
/// the server's clock. All keys vanish by themselves.
/// </summary>
internal static class QuotaScripts
{
    /// <summary>Lease, session, token, tenant, credential or nothing, most sessions, most starts a minute, most users of the credential.
    /// The verdict, and when to ask again: in ms, or -1.</summary>
    public static RedisScript Take { get; } = new(Common + """
        local s, token, t, c = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
        local held = redis.call('GET', place(s))
        if held and not isFree(held) then return { 1, -1 } end
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

    /// <summary>Lease, session, token, tenant, credential or nothing. Whether it was taken over.</summary>
    public static RedisScript Adopt { get; } = new(Common + """
        local held = redis.call('GET', place(ARGV[2]))
        if held and (epoch(held) > epoch(ARGV[3]) or held == ARGV[3] .. '!') then return 0 end
        hold(ARGV[2], ARGV[3], ARGV[4], ARGV[5])
        return 1
        """);

    /// <summary>Lease, and for each place session, token, tenant, credential or nothing. The numbers, from 0, of those lost.</summary>
    public static RedisScript Renew { get; } = new(Common + """
        local lost = {}
        for n = 2, #ARGV, 4 do
          local held, token = redis.call('GET', place(ARGV[n])), ARGV[n + 1]
          local isFreeForIt = not held or (isFree(held) and held ~= token .. '!' and epoch(held) <= epoch(token))
          if held == token or isFreeForIt then
            hold(ARGV[n], token, ARGV[n + 2], ARGV[n + 3])
          else
            lost[#lost + 1] = (n - 2) / 4
          end
        end
        return lost
        """);

    /// <summary>Lease, session, token, tenant, credential or nothing. Gives back what was still to be taken over, too.</summary>
    public static RedisScript Release { get; } = new(Common + """
        local s, t, c = ARGV[2], ARGV[4], ARGV[5]
        local held, token = redis.call('GET', place(s)), ARGV[3]
        if held and held ~= token and epoch(held) >= epoch(token) then return 0 end
        redis.call('SET', place(s), token .. '!', 'PX', 3600000)
        redis.call('ZREM', sessions(t), s)
        count(s, t, '')
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
        local function counted(s) return p .. ':qw:' .. s end
        local function isFree(held) return string.sub(held, -1) == '!' end
        local function epoch(token) return tonumber(string.match(token, '^(%d+)%.')) or 0 end
        local function count(s, t, c)
          local before = redis.call('GET', counted(s))
          if before and before ~= c then
            redis.call('ZREM', users(t, before), s)
            redis.call('DEL', counted(s))
          end
          if c ~= '' then
            redis.call('SET', counted(s), c, 'PX', lease)
            redis.call('ZADD', users(t, c), now + lease, s)
            redis.call('PEXPIRE', users(t, c), lease)
          end
        end
        local function hold(s, token, t, c)
          redis.call('SET', place(s), token, 'PX', lease)
          redis.call('ZADD', sessions(t), now + lease, s)
          redis.call('PEXPIRE', sessions(t), lease)
          count(s, t, c)
        end

        """;
}
