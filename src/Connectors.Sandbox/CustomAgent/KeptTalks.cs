using System.Collections.Concurrent;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>What the agent remembers of conversations, by the token under which it goes on with them.</summary>
internal sealed class KeptTalks
{
    private readonly ConcurrentDictionary<string, List<string>> _talks = new();

    /// <summary>Keeps a conversation.</summary>
    /// <param name="memory">What is known of it; grows.</param>
    /// <returns>Its token.</returns>
    public string Keep(List<string> memory)
    {
        var token = $"token-{Guid.NewGuid():N}";
        _talks[token] = memory;
        return token;
    }

    /// <summary>What was kept, or null.</summary>
    public List<string>? Find(string token) => _talks.GetValueOrDefault(token);
}
