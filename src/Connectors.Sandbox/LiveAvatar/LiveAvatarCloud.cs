using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Sandbox.LiveAvatar;

/// <summary>What all sessions and calls of one LiveAvatar sandbox share.</summary>
internal sealed class LiveAvatarCloud(IRoomProvider rooms, Func<IAvatarBody> bodies, LiveAvatarSwitches switches, TimeProvider time)
{
    private readonly byte[] _tokenKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, SandboxSession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _starting = new();

    /// <summary>The avatar of LiveAvatar's own sandbox ("Wayne"; facts/liveavatar.md §1.8).</summary>
    public const string SandboxAvatar = "dd73ea75-1218-4ef3-92ce-606d5f7fbc0a";

    /// <summary>Another avatar that this account has.</summary>
    public const string OtherAvatar = "3f1d5e0a-8c52-4f0e-9a4b-7d2f6c1b0e11";

    public IRoomProvider Rooms { get; } = rooms;

    public Func<IAvatarBody> Bodies { get; } = bodies;

    public LiveAvatarSwitches Switches { get; } = switches;

    public TimeProvider Time { get; } = time;

    /// <summary>Avatars by id, with their names.</summary>
    public IReadOnlyDictionary<string, string> Avatars { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [SandboxAvatar] = "Wayne", [OtherAvatar] = "Sandbox Two" };

    /// <summary>Told what happens on all sockets.</summary>
    public Action<SandboxSession, LiteRecord>? Recorded { get; set; }

    /// <summary>Stored secrets by id.</summary>
    public ConcurrentDictionary<string, StoredSecret> Secrets { get; } = new(StringComparer.Ordinal);

    public IEnumerable<SandboxSession> Sessions => _sessions.Values.OrderBy(session => session.CreatedAt);

    public SandboxSession? Find(string? id) => id is not null && _sessions.TryGetValue(id, out var session) ? session : null;

    public SandboxSession? FindBySocketKey(string key) =>
        _sessions.Values.FirstOrDefault(session => string.Equals(session.SocketKey, key, StringComparison.Ordinal));

    /// <summary>Reserves a session and mints its token, which carries the request (facts/liveavatar.md §1.3).</summary>
    public (SandboxSession Session, string Token) Reserve(string apiKey, TokenRequest request)
    {
        var session = new SandboxSession(apiKey, request, this);
        session.Log.Recorded = record => Recorded?.Invoke(session, record);
        _sessions[session.Id] = session;
        var payload = new JsonObject
        {
            ["session_id"] = session.Id,
            ["exp"] = (Time.GetUtcNow() + Switches.TokenLifetime).ToUnixTimeSeconds(),
            ["start_session_data"] = request.Json.DeepClone(),
        };
        return (session, Jwt.Sign(payload, _tokenKey));
    }

    /// <summary>The session of a token, or why there is none.</summary>
    public (SandboxSession? Session, string Fault) FindByToken(string token)
    {
        if (Jwt.Verify(token, _tokenKey) is not { } payload)
        {
            return (null, "Invalid session token");
        }

        return (long)payload["exp"]! <= Time.GetUtcNow().ToUnixTimeSeconds()
            ? (null, "Session token has expired")
            : (Find((string?)payload["session_id"]), "Session not found");
    }

    /// <summary>Counts a session as starting, if one more is allowed.</summary>
    public bool TryEnter(SandboxSession session)
    {
        lock (_starting)
        {
            if (!session.IsStarting && Switches.ConcurrencyLimit > 0
                && _sessions.Values.Count(other => other.IsStarting && other.EndedAt is null) >= Switches.ConcurrencyLimit)
            {
                return false;
            }

            session.IsStarting = true;
            return true;
        }
    }
}
