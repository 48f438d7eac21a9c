using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar;

/// <summary>
/// Rooms without a room server: tokens of LiveKit's form, signed with a key of the sandbox's own. For whoever only needs
/// the API and the LITE socket.
/// </summary>
/// <param name="url">What is told as the room server's address.</param>
/// <param name="time">Clock of the tokens.</param>
internal sealed class PaperRooms(Uri url, TimeProvider time) : IRoomProvider
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, bool> _hadUser = new(StringComparer.Ordinal);

    /// <summary>Rooms that were created and not deleted yet.</summary>
    public ICollection<string> Open => _hadUser.Keys;

    public Task<SandboxRoom> CreateAsync(string name, AgentGrants agent, CancellationToken cancellation)
    {
        _hadUser[name] = false;
        return Task.FromResult(new SandboxRoom(
            url, name, Token(name, "heygen", true, Lifetime), Token(name, "client", true, Lifetime),
            Token(name, agent.Identity, agent.CanPublishData, agent.Lifetime ?? Lifetime)));
    }

    public bool HadUser(string name) => _hadUser.TryGetValue(name, out var had) && had;

    public Task DeleteAsync(string name)
    {
        _hadUser.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    /// <summary>Notes that a user joined.</summary>
    public void JoinUser(string name) => _hadUser[name] = true;

    /// <summary>A token as LiveKit's servers take it.</summary>
    public string Token(string room, string identity, bool? canPublishData, TimeSpan lifetime)
    {
        var video = new JsonObject { ["room"] = room, ["roomJoin"] = true, ["canPublish"] = true, ["canSubscribe"] = true };
        if (canPublishData is { } can)
        {
            video["canPublishData"] = can;
        }

        var now = time.GetUtcNow();
        return Jwt.Sign(
            new()
            {
                ["iss"] = "sandbox",
                ["sub"] = identity,
                ["name"] = identity,
                ["nbf"] = now.ToUnixTimeSeconds(),
                ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
                ["video"] = video,
            },
            "sandbox"u8);
    }
}
