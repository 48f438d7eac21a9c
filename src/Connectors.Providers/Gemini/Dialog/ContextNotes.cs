namespace Connectors.Providers.Gemini.Dialog;

/// <summary>
/// Notes that wait until the agent is silent: contents interrupt whatever it is saying. A newer note takes the place of one
/// with the same key that was not sent yet; what was sent stays. Guarded by its owner.
/// </summary>
internal sealed class ContextNotes
{
    private const int Limit = 32;

    private readonly List<(string? Key, string Text)> _waiting = [];

    /// <summary>Keeps a note.</summary>
    /// <returns>False if too many wait.</returns>
    public bool TryAdd(string text, string? key)
    {
        if (key is not null)
        {
            _waiting.RemoveAll(note => note.Key == key);
        }

        if (_waiting.Count >= Limit)
        {
            return false;
        }

        _waiting.Add((key, text));
        return true;
    }

    /// <summary>Takes all that wait, oldest first.</summary>
    public IReadOnlyList<ConversationLine> Take()
    {
        IReadOnlyList<ConversationLine> notes = [.. _waiting.Select(static note => new ConversationLine(Speaker.User, note.Text))];
        _waiting.Clear();
        return notes;
    }
}
