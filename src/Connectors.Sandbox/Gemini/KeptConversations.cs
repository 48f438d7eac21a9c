namespace Connectors.Sandbox.Gemini;

/// <summary>Conversations that can be resumed, by handle: what was known when the handle was given out.</summary>
/// <param name="time">Clock of their lives.</param>
internal sealed class KeptConversations(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (KeptConversation Conversation, DateTimeOffset ExpiresAt)> _kept = [];

    /// <summary>All handles given out.</summary>
    public IReadOnlyList<string> Handles
    {
        get
        {
            lock (_lock)
            {
                return [.. _kept.Keys];
            }
        }
    }

    /// <summary>Keeps a conversation.</summary>
    /// <returns>A new handle of it.</returns>
    public string Keep(KeptConversation conversation, TimeSpan lifetime)
    {
        var handle = $"Cig{Guid.NewGuid():N}";
        lock (_lock)
        {
            _kept.Add(handle, (conversation, time.GetUtcNow() + lifetime));
        }

        return handle;
    }

    /// <summary>The conversation of a handle, or null if there is none or its time is over.</summary>
    public KeptConversation? Find(string handle)
    {
        lock (_lock)
        {
            return _kept.TryGetValue(handle, out var kept) && kept.ExpiresAt > time.GetUtcNow() ? kept.Conversation : null;
        }
    }
}
