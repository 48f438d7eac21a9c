using System.Text;
using Connectors.Providers.Deepgram.Settings;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>
/// The prompt with the notes of the conversation behind it. Deepgram takes no notes, but another prompt at any time
/// (<c>UpdatePrompt</c>), which neither interrupts nor is answered.
/// </summary>
/// <param name="instructions">The prompt with its variables filled in, or null.</param>
/// <param name="notes">The notes, oldest first.</param>
internal sealed class ContextNotes(string? instructions, IReadOnlyList<(string? Key, string Text)> notes)
{
    private const string Heading = "What you know besides:";

    /// <summary>No notes.</summary>
    /// <param name="instructions">The prompt with its variables filled in, or null.</param>
    public ContextNotes(string? instructions)
        : this(instructions, [])
    {
    }

    /// <summary>The prompt and all notes.</summary>
    public string Prompt
    {
        get
        {
            var text = new StringBuilder(instructions);
            if (notes.Count > 0)
            {
                text.Append(text.Length > 0 ? "\n\n" : string.Empty).Append(Heading);
            }

            foreach (var (_, note) in notes)
            {
                text.Append('\n').Append(note);
            }

            return text.ToString();
        }
    }

    /// <summary>
    /// With one more note, in the place of the one with the same key; without the oldest, as far as the prompt would be longer
    /// than Deepgram takes it.
    /// </summary>
    /// <param name="text">The note.</param>
    /// <param name="key">Its key, or null.</param>
    /// <param name="forgets">Whether older ones had to go.</param>
    /// <returns>Null if not even the new one has a place.</returns>
    public ContextNotes? With(string text, string? key, out bool forgets)
    {
        forgets = false;
        List<(string? Key, string Text)> kept = [.. notes.Where(note => key is null || note.Key != key), (key, text)];
        while (kept.Count > 0)
        {
            var more = new ContextNotes(instructions, kept);
            if (more.Prompt.Length <= DeepgramSettings.LongestPrompt)
            {
                return more;
            }

            kept = kept[1..];
            forgets = true;
        }

        return null;
    }
}
