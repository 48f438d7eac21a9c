using System.Text.Json.Nodes;

namespace Connectors.Sandbox.OpenAI;

/// <summary>Transcribes the user's turns: by another model, which is slower, so that the texts come after the response.</summary>
/// <param name="switches">What is heard, and whether it fails.</param>
/// <param name="emit">Sends an event.</param>
internal sealed class Transcriber(OpenAISwitches switches, Action<JsonObject> emit)
{
    private const string Type = "conversation.item.input_audio_transcription";

    private readonly Queue<(ConversationItem Item, string Text)> _waiting = new();
    private int _turns;

    /// <summary>Takes a turn.</summary>
    /// <param name="item">Its item.</param>
    /// <param name="isOn">Whether the session has transcription.</param>
    public void Hear(ConversationItem item, bool isOn)
    {
        var text = switches.UserTexts[_turns++ % switches.UserTexts.Count];
        if (isOn)
        {
            _waiting.Enqueue((item, text));
        }
    }

    /// <summary>Sends what was heard meanwhile.</summary>
    public void Flush()
    {
        while (_waiting.TryDequeue(out var heard))
        {
            Send(heard.Item, heard.Text);
        }
    }

    private static JsonObject About(ConversationItem item, string what, string name, JsonNode value) => new()
    {
        ["type"] = $"{Type}.{what}",
        ["item_id"] = item.Id,
        ["content_index"] = 0,
        [name] = value,
    };

    private void Send(ConversationItem item, string text)
    {
        if (switches.TranscriptionFails)
        {
            emit(About(item, "failed", "error", new JsonObject { ["type"] = "transcription_error", ["code"] = "audio_unintelligible" }));
            return;
        }

        item.Text = text;
        var half = text.Length / 2;
        emit(About(item, "delta", "delta", text[..half]));
        emit(About(item, "delta", "delta", text[half..]));
        emit(About(item, "completed", "transcript", text));
    }
}
