using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.LiveAvatar.Lite;

/// <summary>What a message of the LITE socket says (facts/liveavatar.md §2.2).</summary>
/// <param name="Taking">Whether commands are taken from here on, where it says so.</param>
/// <param name="Event">What to tell the listener, or null.</param>
internal readonly record struct LiteMessage(bool? Taking, AvatarEvent? Event)
{
    private const int TextLength = 300;

    private static readonly string[] Words =
    [
        "agent.speak_started", "agent.speak_ended", "agent.speak_interrupted", "session.stopped", "session_stopped", "error", "warning",
        "session.state_updated", "connected", "closing", "closed", "disconnected",
    ];

    /// <summary>
    /// Reads a message leniently: unknown types and fields pass, a field of the wrong type is a missing one. False if it
    /// isn't a JSON object with a type.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> json, RecentUtterances utterances, out LiteMessage message)
    {
        message = default;
        var reader = new Utf8JsonReader(json);
        var fields = default(Fields);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            ReadMembers(ref reader, ref fields, utterances, 0);
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // Text that is not valid UTF-8 or has half a surrogate pair.
            return false;
        }

        message = fields.Type is null ? default : From(fields);
        return fields.Type is not null;
    }

    private static LiteMessage From(in Fields fields) => fields.Type switch
    {
        // Two vocabularies are published: connecting, connected, closing, closed and new, connected, disconnected.
        "session.state_updated" => fields.State switch
        {
            "connected" => new(true, new AvatarEvent.Connected()),
            "closing" or "closed" or "disconnected" => new(false, null),
            _ => default,
        },
        "session.stopped" or "session_stopped" => new(false, new AvatarEvent.Stopped()),
        "agent.speak_started" => new(null, new AvatarEvent.SpeakStarted(fields.Utterance)),
        "agent.speak_ended" => new(null, new AvatarEvent.SpeakEnded(fields.Utterance)),
        "agent.speak_interrupted" => new(null, new AvatarEvent.SpeakInterrupted()),
        "error" or "warning" => new(null, new AvatarEvent.Complaint(
            fields.ComplaintType ?? fields.Type, fields.ComplaintMessage ?? string.Empty, fields.Utterance)),
        _ => default,
    };

    private static void ReadMembers(ref Utf8JsonReader reader, ref Fields fields, RecentUtterances utterances, int depth)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (depth == 0 && reader.ValueTextEquals("type"u8))
            {
                fields.Type = ReadWord(ref reader);
            }
            else if (depth == 0 && reader.ValueTextEquals("state"u8))
            {
                fields.State = ReadWord(ref reader);
            }
            else if (reader.ValueTextEquals("source_event_id"u8) || reader.ValueTextEquals("event_id"u8)
                || (depth == 1 && reader.ValueTextEquals("id"u8)))
            {
                ReadUtterance(ref reader, ref fields, utterances);
            }
            else if (depth == 1 && reader.ValueTextEquals("type"u8))
            {
                fields.ComplaintType = ReadText(ref reader);
            }
            else if (depth == 1 && reader.ValueTextEquals("message"u8))
            {
                fields.ComplaintMessage = ReadText(ref reader);
            }
            else
            {
                ReadNested(ref reader, ref fields, utterances, depth);
            }
        }
    }

    private static void ReadNested(ref Utf8JsonReader reader, ref Fields fields, RecentUtterances utterances, int depth)
    {
        var known = depth == 0
            && (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("warning"u8) || reader.ValueTextEquals("task"u8));
        reader.Read();
        if (known && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadMembers(ref reader, ref fields, utterances, depth + 1);
        }
        else
        {
            reader.Skip();
        }
    }

    private static void ReadUtterance(ref Utf8JsonReader reader, ref Fields fields, RecentUtterances utterances)
    {
        reader.Read();
        fields.Utterance ??= utterances.Find(ref reader);
        reader.Skip();
    }

    // An acknowledgement comes for every chunk: a word we know is no new string, and one we don't isn't needed.
    private static string? ReadWord(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        foreach (var word in Words)
        {
            if (reader.ValueTextEquals(word))
            {
                return word;
            }
        }

        return string.Empty;
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        // Longer than anything of the protocol: cut before it is decoded, at a character.
        if (reader.ValueSpan.Length > 4 * TextLength)
        {
            return "(too long)";
        }

        var text = reader.GetString()!;
        return text.Length > TextLength ? text[..TextLength] : text;
    }

    private struct Fields
    {
        public string? Type;
        public string? State;
        public string? Utterance;
        public string? ComplaintType;
        public string? ComplaintMessage;
    }
}
