namespace Connectors.Storage.Redis;

/// <summary>
/// Sessions: a hash each, and sorted sets by which they are found. Times are 19 digits, whose order as text is their order; a number of
/// Redis, a floating one, can't hold them.
/// </summary>
internal static class SessionScripts
{
    /// <summary>Fields of the hash behind its version, in the order in which scripts take and give them.</summary>
    public const string Fields = "'schema', 'tenant', 'connector', 'avatar', 'started', 'required', 'confirmed', 'created', 'updated', "
        + "'ended', 'state', 'result', 'side', 'reason', 'box'";

    /// <summary>Name of the set of sessions that have not ended.</summary>
    public const string Unfinished = ":su";

    /// <summary>Name of the set of sessions whose stop is owed.</summary>
    public const string StopOwed = ":so";

    /// <summary>What the names of the sets of tenants begin with.</summary>
    public const string OfTenant = ":st:";

    /// <summary>
    /// Id, version or nothing, fields. 1 when written; 0 if there is one already, none of that version, or a newer schema.
    /// </summary>
    public static RedisScript Write { get; } = new(Common + """
        local i, key = ARGV[1], session(ARGV[1])
        local old = redis.call('HMGET', key, 'v', 'schema')
        if ARGV[2] == '' then
          if old[1] then return 0 end
        elseif old[1] ~= ARGV[2] or (tonumber(old[2]) or math.huge) > tonumber(ARGV[3]) then
          return 0
        end
        if old[1] then leave(i) end
        for n, name in ipairs(fields) do redis.call('HSET', key, name, ARGV[n + 2]) end
        redis.call('HINCRBY', key, 'v', 1)
        enter(i)
        return 1
        """);

    /// <summary>
    /// Name of a set, where the id begins in its members, direction, bound, states or nothing, limit. Whether there may be more, the last
    /// member that was looked at, and sessions.
    /// </summary>
    public static RedisScript List { get; } = new(Common + """
        local set, skip, limit = p .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[6])
        local most = ARGV[5] == '' and limit or 1000
        local members
        if ARGV[3] == 'down' then
          members = redis.call('ZREVRANGEBYLEX', set, ARGV[4], '-', 'LIMIT', 0, most)
        else
          members = redis.call('ZRANGEBYLEX', set, ARGV[4], '+', 'LIMIT', 0, most)
        end
        local bytes, seen, last, found = 0, 0, '', {}
        for n, m in ipairs(members) do
          seen, last = n, m
          local i = string.sub(m, skip + 1)
          if ARGV[5] == '' or string.find(ARGV[5], ' ' .. (redis.call('HGET', session(i), 'state') or '') .. ' ', 1, true) then
            local r = { i, redis.call('HGET', session(i), 'v') or '' }
            for f, value in ipairs(redis.call('HMGET', session(i), unpack(fields))) do r[f + 2] = value or '' end
            found[#found + 1] = r
            bytes = bytes + #r[#r]
            if #found >= limit or bytes > 4000000 then break end
          end
        end
        return { (seen < #members or #members == most) and 1 or 0, last, found }
        """);

    /// <summary>Tenant, ended before, bound. The last session that was looked at or nothing, and how many were removed.</summary>
    public static RedisScript RemoveEnded { get; } = new(Common + """
        local members, removed = redis.call('ZRANGEBYLEX', p .. ':st:' .. ARGV[1], ARGV[3], '+', 'LIMIT', 0, 1000), 0
        for _, i in ipairs(members) do
          local r = redis.call('HMGET', session(i), 'state', 'ended', 'required', 'confirmed')
          local owed = r[3] == '1' and r[4] ~= '1'
          if r[1] == 'Ended' and r[2] and r[2] ~= '' and r[2] < ARGV[2] and not owed then
            leave(i)
            redis.call('UNLINK', session(i))
            removed = removed + 1
          end
        end
        return { #members == 1000 and members[#members] or '', removed }
        """);

    /// <summary>Tenant, limit. How many were removed: fewer than the limit if no more are left.</summary>
    public static RedisScript RemoveSome { get; } = new(Common + """
        local set, removed = p .. ':st:' .. ARGV[1], 0
        for _, i in ipairs(redis.call('ZRANGE', set, 0, ARGV[2] - 1)) do
          leave(i)
          redis.call('ZREM', set, i)
          redis.call('UNLINK', session(i))
          removed = removed + 1
        end
        return removed
        """);

    private const string Common = $$"""
        local p = KEYS[1]
        local fields = { {{Fields}} }
        local function session(i) return p .. ':s:' .. i end
        local function place(i)
          local r = redis.call('HMGET', session(i), 'tenant', 'created', 'updated', 'state', 'required', 'confirmed')
          for n = 1, 6 do r[n] = r[n] or '' end
          return r[1], r[2], r[3], r[4] ~= 'Ended', r[4] == 'Ended' and r[5] == '1' and r[6] ~= '1'
        end
        local function leave(i)
          local tenant, created, updated = place(i)
          redis.call('ZREM', p .. '{{OfTenant}}' .. tenant, i)
          redis.call('ZREM', p .. '{{Unfinished}}', created .. i)
          redis.call('ZREM', p .. '{{StopOwed}}', updated .. i)
        end
        local function enter(i)
          local tenant, created, updated, unfinished, owed = place(i)
          redis.call('ZADD', p .. '{{OfTenant}}' .. tenant, 0, i)
          if unfinished then redis.call('ZADD', p .. '{{Unfinished}}', 0, created .. i) end
          if owed then redis.call('ZADD', p .. '{{StopOwed}}', 0, updated .. i) end
        end

        """;
}
