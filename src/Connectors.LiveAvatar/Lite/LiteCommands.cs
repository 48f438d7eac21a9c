using System.Text.Json;
using Connectors.Core.Avatars;
using Connectors.Transport;

namespace Connectors.LiveAvatar.Lite;

/// <summary>Writes commands into pooled buffers, without allocating. One caller at a time.</summary>
internal sealed class LiteCommands : IDisposable
{
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText EventId = JsonEncodedText.Encode("event_id");
    private static readonly JsonEncodedText Audio = JsonEncodedText.Encode("audio");
    private static readonly JsonEncodedText SpeakType = JsonEncodedText.Encode("agent.speak");

    private readonly Utf8JsonWriter _writer = new(Stream.Null);

    /// <summary><c>agent.speak</c>.</summary>
    public MessageBuffer Speak(string eventId, ReadOnlySpan<byte> audio)
    {
        var message = MessageBuffer.Rent(isText: true);
        _writer.Reset(message);
        _writer.WriteStartObject();
        _writer.WriteString(Type, SpeakType);
        _writer.WriteString(EventId, eventId);
        _writer.WriteBase64String(Audio, audio);
        _writer.WriteEndObject();
        _writer.Flush();
        message.Audio = AvatarLimits.Audio.DurationOf(audio.Length);
        return message;
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>A command that is only a type and perhaps the utterance it is about.</summary>
    public MessageBuffer Plain(ReadOnlySpan<byte> type, string? eventId)
    {
        var message = MessageBuffer.Rent(isText: true);
        _writer.Reset(message);
        _writer.WriteStartObject();
        _writer.WriteString(Type, type);
        if (eventId is not null)
        {
            _writer.WriteString(EventId, eventId);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return message;
    }
}
