using System.Text;
using Connectors.Events;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>What the user says, put together from pieces that come beside the conversation. Guarded by its owner.</summary>
/// <param name="outbox">Where events go.</param>
internal sealed class UserTranscripts(List<AgentEvent> outbox)
{
    private const int MostOpen = 16;
    private const int LongestText = 32_768;

    private readonly Dictionary<string, StringBuilder> _open = [];

    public void Add(string itemId, string piece)
    {
        if (!_open.TryGetValue(itemId, out var text))
        {
            if (_open.Count >= MostOpen)
            {
                _open.Remove(_open.Keys.First());
            }

            _open.Add(itemId, text = new());
        }

        if (text.Length + piece.Length > LongestText)
        {
            return;
        }

        text.Append(piece);
        outbox.Add(new AgentEvent.UserText(itemId, text.ToString(), IsFinal: false));
    }

    public void Complete(string itemId, string transcript)
    {
        _open.Remove(itemId);
        outbox.Add(new AgentEvent.UserText(itemId, transcript, IsFinal: true));
    }

    public void Fail(string itemId)
    {
        _open.Remove(itemId);
        outbox.Add(new AgentEvent.Warning("transcription-failed", "OpenAI could not transcribe what the user said."));
    }
}
