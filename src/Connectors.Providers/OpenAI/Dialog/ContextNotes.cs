namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>Which item holds which note, so that a newer one can take its place. Guarded by its owner.</summary>
internal sealed class ContextNotes
{
    private const int MostKeys = 64;

    private readonly Dictionary<string, string> _items = [];

    /// <summary>Notes that an item now holds a key's note.</summary>
    /// <returns>The item that held it before, or null.</returns>
    public string? Replace(string? key, string itemId)
    {
        if (key is null)
        {
            return null;
        }

        if (_items.Remove(key, out var earlier) || _items.Count < MostKeys)
        {
            _items.Add(key, itemId);
        }

        return earlier;
    }
}
