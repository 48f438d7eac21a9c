using System.Globalization;
using Connectors.Events;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>
/// What the user said. Deepgram tells whole utterances only, and repeats texts that were written in the same way; those the
/// host knows already. Guarded by its owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
internal sealed class UserTexts(List<AgentEvent> outbox)
{
    private const int MostWritten = 16;

    private readonly Queue<string> _written = new();
    private long _number;

    /// <summary>A text was written for the user.</summary>
    public void OnWritten(string text)
    {
        if (_written.Count == MostWritten)
        {
            _written.Dequeue();
        }

        _written.Enqueue(text);
    }

    /// <summary>The user speaks: what Deepgram tells from here on isn't written, though it may be the same words.</summary>
    public void OnSpoken() => _written.Clear();

    /// <summary>Deepgram tells an utterance.</summary>
    public void Add(string text)
    {
        // One that was refused is never repeated, so what was written before it goes too.
        if (_written.Contains(text))
        {
            while (_written.Dequeue() != text)
            {
                // The next.
            }
        }
        else if (text.Length > 0)
        {
            outbox.Add(new AgentEvent.UserText(string.Create(CultureInfo.InvariantCulture, $"user_{++_number}"), text, IsFinal: true));
        }
    }
}
