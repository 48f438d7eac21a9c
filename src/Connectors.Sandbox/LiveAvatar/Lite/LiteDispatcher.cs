using System.Buffers.Text;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>
/// Reads what a client sends on the LITE socket. What the real service swallows without a word is swallowed here too,
/// unless the sandbox is strict.
/// </summary>
/// <param name="player">Speaks.</param>
/// <param name="switches">Whether to be strict.</param>
/// <param name="log">Told each command.</param>
/// <param name="complain">Sends an <c>error</c> on a socket: its type, words, and the command's event id.</param>
internal sealed class LiteDispatcher(
    SpeechPlayer player, LiveAvatarSwitches switches, LiteLog log, Action<LiteLink, string, string, string?> complain)
{
    private const string Invalid = "invalid_request_error";

    /// <summary>Obeys one message. When it returns, what is to come of it stands behind whatever stood before.</summary>
    public async Task ReceiveAsync(LiteLink from, byte[] message, WebSocketMessageType type)
    {
        if (type != WebSocketMessageType.Text || Parse(message) is not { } command)
        {
            log.Add(from.Ordinal, LiteDirection.Dropped, "unreadable");
            Refuse(from, "messages are JSON objects in text frames", null);
            return;
        }

        var name = Text(command, "type") ?? string.Empty;
        var eventId = Text(command, "event_id");
        switch (name)
        {
            case "agent.speak":
                await SpeakAsync(from, command, eventId);
                break;
            case "agent.speak_end":
                await EndAsync(from, command, eventId);
                break;
            case "agent.interrupt":
                log.Add(from.Ordinal, LiteDirection.Received, name, eventId);
                await player.InterruptAsync();
                break;
            case "agent.start_listening":
            case "agent.stop_listening":
                log.Add(from.Ordinal, LiteDirection.Received, name, eventId);
                await player.ListenAsync(name == "agent.start_listening");
                break;
            case "session.keep_alive":
                log.Add(from.Ordinal, LiteDirection.Received, name, eventId);
                break;
            case "start":
                Start(from, command, eventId);
                break;
            default:
                log.Add(from.Ordinal, LiteDirection.Dropped, name, eventId);
                Refuse(from, "unknown type", eventId);
                break;
        }
    }

    /// <summary>What a message is, for the log, when nothing may come of it.</summary>
    public static string NameOf(byte[] message) => Parse(message) is { } command ? Text(command, "type") ?? string.Empty : "unreadable";

    private static JsonObject? Parse(byte[] message)
    {
        try
        {
            return JsonNode.Parse(message) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonValue? Value(JsonObject command, string name)
    {
        try
        {
            return command[name] as JsonValue;
        }
        catch (ArgumentException)
        {
            // The same name twice.
            return null;
        }
    }

    private static string? Text(JsonObject command, string name) =>
        Value(command, name) is { } value && value.TryGetValue<string>(out var text) ? text : null;

    private static int? Number(JsonObject command, string name) =>
        Value(command, name) is { } value && value.TryGetValue<int>(out var number) ? number : null;

    private static byte[]? Decode(string? base64)
    {
        if (base64 is null || !Base64.IsValid(base64))
        {
            return null;
        }

        return Convert.FromBase64String(base64);
    }

    private async Task SpeakAsync(LiteLink from, JsonObject command, string? eventId)
    {
        var pcm = Decode(Text(command, "audio"));
        var fault = pcm is null ? "audio isn't base64" : AudioCheck.Check(pcm, switches.Tone);
        fault ??= player.OpenId is { } open && eventId != open ? "all chunks of an utterance have one event_id" : null;
        if (pcm is null || (fault is not null && switches.Strict))
        {
            log.Add(from.Ordinal, LiteDirection.Dropped, "agent.speak", eventId, pcm?.Length ?? 0);
            Refuse(from, fault!, eventId);
            return;
        }

        log.Add(from.Ordinal, LiteDirection.Received, "agent.speak", eventId, pcm.Length);
        await player.SpeakAsync(eventId, pcm);
    }

    private async Task EndAsync(LiteLink from, JsonObject command, string? eventId)
    {
        // The newest schema lets it carry the last audio (facts/liveavatar.md §2.1).
        var last = Decode(Text(command, "audio")) ?? [];
        log.Add(from.Ordinal, LiteDirection.Received, "agent.speak_end", eventId, last.Length);
        if (last.Length > 0)
        {
            await player.SpeakAsync(eventId, last);
        }

        await player.EndAsync(eventId);
    }

    private void Start(LiteLink from, JsonObject command, string? eventId)
    {
        var fault = AudioCheck.CheckHeader(Text(command, "encoding"), Number(command, "sample_rate"), Number(command, "channels"));
        log.Add(from.Ordinal, fault is null ? LiteDirection.Received : LiteDirection.Dropped, "start", eventId);
        if (fault is not null)
        {
            Refuse(from, fault, eventId);
        }
    }

    private void Refuse(LiteLink from, string words, string? eventId)
    {
        if (switches.Strict)
        {
            complain(from, Invalid, words, eventId);
        }
    }
}
