using System.Text.Json;

namespace Connectors.LiveAvatar.Lite;

/// <summary>
/// The last utterances we sent. An event names its utterance in one of several fields, and which holds the service's own
/// id is told differently in each source (facts/liveavatar.md §2.2); so an id counts only if it is one of ours.
/// Also keeps huge ids from becoming strings.
/// </summary>
internal sealed class RecentUtterances
{
    private const int Kept = 16;

    private readonly Lock _lock = new();
    private readonly string?[] _ids = new string?[Kept];
    private int _next;

    public void Add(string id)
    {
        lock (_lock)
        {
            if (_ids[(_next + Kept - 1) % Kept] != id)
            {
                _ids[_next] = id;
                _next = (_next + 1) % Kept;
            }
        }
    }

    /// <summary>The utterance whose id the reader stands on, or null.</summary>
    public string? Find(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return null;
        }

        lock (_lock)
        {
            foreach (var id in _ids)
            {
                if (id is not null && reader.ValueTextEquals(id))
                {
                    return id;
                }
            }
        }

        return null;
    }
}
