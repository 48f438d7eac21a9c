using System.Globalization;
using System.Text;
using Connectors.Events;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>
/// What the user says, put together from pieces without ids that come beside the conversation. An utterance is over when
/// Gemini says so (not every model does), and at the latest when its answer is there or cut. Guarded by its owner.
/// </summary>
/// <param name="outbox">Where events go.</param>
internal sealed class UserTranscript(List<AgentEvent> outbox)
{
    private const int LongestText = 32_768;

    private readonly StringBuilder _text = new();
    private long _number = 1;

    private string ItemId => string.Create(CultureInfo.InvariantCulture, $"user_{_number}");

    public void Add(string piece)
    {
        if (piece.Length == 0 || _text.Length + piece.Length > LongestText)
        {
            return;
        }

        _text.Append(piece);
        outbox.Add(new AgentEvent.UserText(ItemId, _text.ToString(), IsFinal: false));
    }

    public void Finish()
    {
        if (_text.Length == 0)
        {
            return;
        }

        outbox.Add(new AgentEvent.UserText(ItemId, _text.ToString(), IsFinal: true));
        _text.Clear();
        _number++;
    }
}
