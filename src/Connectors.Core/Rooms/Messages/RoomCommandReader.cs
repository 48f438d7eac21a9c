using System.Text.Json;
using System.Text.Unicode;
using Reasons = Connectors.Core.Rooms.Messages.CommandRejectionReasons;

namespace Connectors.Core.Rooms.Messages;

/// <summary>
/// Reads the commands of topic <see cref="RoomTopics.Control"/>. The web SDK lets a page overwrite ids and add members
/// (facts/sdk-proof.md §2): unknown members pass, everything that is used is checked. Whatever arrives, the answer is a
/// command or a rejection, never an exception.
/// </summary>
public static class RoomCommandReader
{
    // Deeper than the limit, so that the depth is found by us and can be told apart from malformed JSON.
    private static readonly JsonReaderOptions ScanOptions = new() { MaxDepth = RoomLimits.CommandDepth + 2 };

    private static readonly JsonDocumentOptions ReadOptions = new()
    {
        MaxDepth = RoomLimits.CommandDepth + 2,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads one data message.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="sessionId">The session's id as the page knows it; a command that names another one is rejected.</param>
    public static RoomCommandResult Read(ReadOnlySpan<byte> payload, string sessionId)
    {
        if (payload.IsEmpty || payload.Length > RoomLimits.ReceivedDataBytes)
        {
            return Reject(Reasons.PayloadSize, $"A command has 1 to {RoomLimits.ReceivedDataBytes} bytes.");
        }

        if (Scan(payload) is { } problem)
        {
            return new(null, problem);
        }

        try
        {
            // Commands are rare: the copy is worth the check for members named twice.
            using var document = JsonDocument.Parse(payload.ToArray(), ReadOptions);
            return new CommandFields(document.RootElement).Read(sessionId);
        }
        catch (JsonException)
        {
            return Reject(Reasons.MalformedJson, "The command names a member twice.");
        }
    }

    /// <summary>Everything that must hold of the whole message; after it, no string of it can fail to be read.</summary>
    private static CommandRejection? Scan(ReadOnlySpan<byte> payload)
    {
        // The reader checks UTF-8 only in the strings that are asked for, and surrogates only in those that are unescaped.
        if (!Utf8.IsValid(payload))
        {
            return new(Reasons.MalformedJson, null, "The command is not UTF-8.");
        }

        try
        {
            var reader = new Utf8JsonReader(payload, ScanOptions);
            var isObject = false;
            while (reader.Read())
            {
                isObject |= reader is { CurrentDepth: 0, TokenType: JsonTokenType.StartObject };
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                    && reader.CurrentDepth >= RoomLimits.CommandDepth)
                {
                    return new(Reasons.TooDeep, null, $"A command is at most {RoomLimits.CommandDepth} levels deep.");
                }

                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return isObject ? null : new(Reasons.NotAnObject, null, "A command is a JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new(Reasons.MalformedJson, null, "The command is not JSON.");
        }
    }

    private static RoomCommandResult Reject(string reason, string message) => new(null, new(reason, null, message));
}
