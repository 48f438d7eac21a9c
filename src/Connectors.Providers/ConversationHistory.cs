using System.Text;

namespace Connectors.Providers;

/// <summary>Puts what was said before a lost connection into words for the agent: a new socket is a new conversation.</summary>
internal static class ConversationHistory
{
    // Enough for the thread of a conversation; the oldest lines are left out first.
    private const int LongestText = 16_000;

    /// <summary>The words.</summary>
    /// <param name="history">What was said, oldest first.</param>
    /// <param name="longest">Most characters of what was said.</param>
    public static string ToText(IReadOnlyList<ConversationLine> history, int longest = LongestText)
    {
        var lines = new List<string>();
        var length = 0;
        for (var i = history.Count - 1; i >= 0; i--)
        {
            var line = $"{(history[i].Speaker == Speaker.User ? "User" : "You")}: {history[i].Text}";
            length += line.Length + 1;
            if (length > longest)
            {
                break;
            }

            lines.Add(line);
        }

        var text = new StringBuilder(
            "The connection was interrupted; this conversation goes on where it stopped. Do not greet again. So far:");
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            text.Append('\n').Append(lines[i]);
        }

        return text.ToString();
    }
}
