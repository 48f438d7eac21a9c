namespace Connectors.Storage.Redis;

/// <summary>
/// Records: a hash each, and sorted sets by which they are found. A zero character divides names, which can't hold one; sets of score 0
/// are in the order of bytes.
/// </summary>
internal static class RecordScripts
{
    /// <summary>For each change: what, kind, tenant, id, version or nothing, tag or nothing, due or nothing, body. 0, or the number of
    /// the first change whose condition doesn't hold; all conditions are looked at before anything is written.</summary>
    public static RedisScript Write { get; } = new(Common + """
        for n = 1, #ARGV, 8 do
          local v = redis.call('HGET', record(ARGV[n + 2], ARGV[n + 1], ARGV[n + 3]), 'v')
          if ARGV[n] == 'add' then
            if v then return (n + 7) / 8 end
          elseif ARGV[n + 4] ~= '' and v ~= ARGV[n + 4] then
            return (n + 7) / 8
          end
        end
        for n = 1, #ARGV, 8 do
          local k, t, i, tag, at = ARGV[n + 1], ARGV[n + 2], ARGV[n + 3], ARGV[n + 5], ARGV[n + 6]
          if ARGV[n] == 'remove' then
            forget(t, k, i)
          else
            local key = record(t, k, i)
            local old = redis.call('HGET', key, 't')
            if old and old ~= '' and old ~= tag then redis.call('ZREM', tagged(t, k, old), i) end
            redis.call('HSET', key, 't', tag, 'd', at, 'b', ARGV[n + 7])
            redis.call('HINCRBY', key, 'v', 1)
            redis.call('ZADD', index(t, k), 0, i)
            redis.call('ZADD', kinds(t), 0, k)
            if tag ~= '' then redis.call('ZADD', tagged(t, k, tag), 0, i) end
            if at ~= '' then redis.call('ZADD', due(k), at, t .. '\0' .. i) else redis.call('ZREM', due(k), t .. '\0' .. i) end
          end
        end
        return 0
        """);

    /// <summary>Tenant, kind, tag or nothing, direction, bound, limit. Whether there may be more, and records.</summary>
    public static RedisScript List { get; } = new(Common + """
        local t, k = ARGV[1], ARGV[2]
        local set = ARGV[3] == '' and index(t, k) or tagged(t, k, ARGV[3])
        local ids
        if ARGV[4] == 'down' then
          ids = redis.call('ZREVRANGEBYLEX', set, ARGV[5], '-', 'LIMIT', 0, ARGV[6])
        else
          ids = redis.call('ZRANGEBYLEX', set, ARGV[5], '+', 'LIMIT', 0, ARGV[6])
        end
        local names = {}
        for n, i in ipairs(ids) do names[n] = { t, i } end
        return read(k, names)
        """);

    /// <summary>Kind, until, offset, limit. Whether there may be more, and records.</summary>
    public static RedisScript ListDue { get; } = new(Common + """
        local names = {}
        for n, m in ipairs(redis.call('ZRANGEBYSCORE', due(ARGV[1]), '-inf', ARGV[2], 'LIMIT', ARGV[3], ARGV[4])) do
          local z = string.find(m, '\0', 1, true)
          names[n] = { string.sub(m, 1, z - 1), string.sub(m, z + 1) }
        end
        return read(ARGV[1], names)
        """);

    /// <summary>Tenant, kind or nothing, tag or nothing, limit. How many were removed: fewer than the limit if no more are left.</summary>
    public static RedisScript RemoveSome { get; } = new(Common + """
        local t, removed, limit = ARGV[1], 0, tonumber(ARGV[4])
        local function clear(k, set)
          for _, i in ipairs(redis.call('ZRANGE', set, 0, limit - removed - 1)) do
            forget(t, k, i)
            redis.call('ZREM', set, i)
            removed = removed + 1
          end
        end
        if ARGV[3] ~= '' then
          clear(ARGV[2], tagged(t, ARGV[2], ARGV[3]))
        elseif ARGV[2] ~= '' then
          clear(ARGV[2], index(t, ARGV[2]))
        else
          while removed < limit do
            local k = redis.call('ZRANGE', kinds(t), 0, 0)[1]
            if not k then break end
            clear(k, index(t, k))
            if redis.call('EXISTS', index(t, k)) == 0 then redis.call('ZREM', kinds(t), k) end
          end
        end
        return removed
        """);

    // An answer ends behind so many bytes of bodies, so that no call holds up the others for long.
    private const string Common = """
        local p = KEYS[1]
        local function record(t, k, i) return p .. ':r:' .. t .. '\0' .. k .. '\0' .. i end
        local function index(t, k) return p .. ':i:' .. t .. '\0' .. k end
        local function tagged(t, k, tag) return p .. ':t:' .. t .. '\0' .. k .. '\0' .. tag end
        local function due(k) return p .. ':d:' .. k end
        local function kinds(t) return p .. ':k:' .. t end
        local function forget(t, k, i)
          local tag = redis.call('HGET', record(t, k, i), 't')
          if tag and tag ~= '' then redis.call('ZREM', tagged(t, k, tag), i) end
          redis.call('UNLINK', record(t, k, i))
          redis.call('ZREM', due(k), t .. '\0' .. i)
          redis.call('ZREM', index(t, k), i)
          if redis.call('EXISTS', index(t, k)) == 0 then redis.call('ZREM', kinds(t), k) end
        end
        local function read(k, names)
          local bytes, records = 0, {}
          for _, name in ipairs(names) do
            local r = redis.call('HMGET', record(name[1], k, name[2]), 'v', 't', 'd', 'b')
            records[#records + 1] = { name[1], name[2], r[1] or '', r[2] or '', r[3] or '', r[4] or '' }
            bytes = bytes + #(r[4] or '')
            if bytes > 4000000 then break end
          end
          return { #records < #names and 1 or 0, records }
        end

        """;
}
