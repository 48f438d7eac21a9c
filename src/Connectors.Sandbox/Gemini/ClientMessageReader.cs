using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.Gemini;

/// <summary>Reads the client's messages and lets the session act on them; what is wrong ends the connection.</summary>
/// <param name="session">The session.</param>
internal sealed class ClientMessageReader(LiveSession session)
{
    private const string PcmType = "audio/pcm;rate=";

    private static readonly string[] RealtimeMembers =
        ["audio", "video", "text", "audioStreamEnd", "activityStart", "activityEnd"];

    /// <summary>Takes a message.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public LiveFault? Read(ReadOnlySpan<byte> message)
    {
        if (Parse(message) is not { Count: 1 } json)
        {
            return LiveFault.Invalid;
        }

        lock (session.Sync)
        {
            var (name, value) = json.First();
            if ((value as JsonObject)?.ContainsKey("audio") != true)
            {
                session.Note(json);
            }

            try
            {
                return Apply(name, value);
            }
            catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or ArgumentException)
            {
                // A member of another kind than it should be.
                return LiveFault.Invalid;
            }
        }
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> message)
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

    private LiveFault? Apply(string name, JsonNode? value)
    {
        if (name == "setup")
        {
            return session.Begin(value);
        }

        if (session.Setup is null || session.Switches.IsSilent)
        {
            // Nothing may be sent before setupComplete.
            return LiveFault.Invalid;
        }

        return (name, value) switch
        {
            ("realtimeInput", JsonObject { Count: 1 } input) => ApplyInput(input),
            ("clientContent", JsonObject content) => Unknown(content, name, "turns", "turnComplete") ?? ApplyContents(content),
            ("toolResponse", JsonObject response) => Unknown(response, name, "functionResponses")
                ?? ApplyResults(response["functionResponses"] as JsonArray),
            ("realtimeInput" or "clientContent" or "toolResponse", _) => LiveFault.Invalid,
            _ => LiveFault.Unknown(name, string.Empty),
        };
    }

    private LiveFault? ApplyInput(JsonObject input)
    {
        switch (input.First())
        {
            case { Key: "audio", Value: JsonObject audio }:
                return Unknown(audio, "realtimeInput.audio", "data", "mimeType")
                    ?? ApplyAudio((string?)audio["data"], (string?)audio["mimeType"]);
            case { Key: "text", Value: JsonValue text }:
                session.AddText(text.GetValue<string>());
                return null;
            case { Key: "audioStreamEnd" }:
                return session.Microphone.End();
            case { Key: "activityStart" }:
                return session.Microphone.Mark(isStart: true);
            case { Key: "activityEnd" }:
                return session.Microphone.Mark(isStart: false);
            default:
                return Unknown(input, "realtimeInput", RealtimeMembers) ?? LiveFault.Invalid;
        }
    }

    private LiveFault? ApplyAudio(string? base64, string? type)
    {
        if (base64 is null || type?.StartsWith(PcmType, StringComparison.Ordinal) != true
            || !int.TryParse(type.AsSpan(PcmType.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
            || rate is < 8_000 or > 48_000)
        {
            return LiveFault.Invalid;
        }

        var audio = Convert.FromBase64String(base64);
        return audio.Length % 2 == 0 ? session.Microphone.Add(audio, rate) : LiveFault.Invalid;
    }

    private LiveFault? ApplyContents(JsonObject content)
    {
        List<(string Role, string Text)> turns = [];
        foreach (var turn in content["turns"] as JsonArray ?? [])
        {
            if ((string?)turn?["role"] is not ("user" or "model") || (string?)turn["parts"]?[0]?["text"] is not { } text)
            {
                return LiveFault.Invalid;
            }

            turns.Add(((string)turn["role"]!, text));
        }

        return session.AddContents(turns, (bool?)content["turnComplete"] == true);
    }

    private LiveFault? ApplyResults(JsonArray? results)
    {
        foreach (var result in results ?? [])
        {
            if (result is not JsonObject response || response["response"] is not JsonObject answer
                || (string?)response["id"] is not { } id || (string?)response["name"] is null)
            {
                return LiveFault.Invalid;
            }

            if (Unknown(response, "toolResponse.functionResponses[]", "id", "name", "response", "scheduling", "willContinue") is { } fault)
            {
                return fault;
            }

            session.AddResult(id, (string?)answer["output"] ?? (string?)answer["error"] ?? answer.ToJsonString());
        }

        return results is null ? LiveFault.Invalid : null;
    }

    private static LiveFault? Unknown(JsonObject json, string path, params ReadOnlySpan<string> known)
    {
        foreach (var (name, _) in json)
        {
            if (!known.Contains(name))
            {
                return LiveFault.Unknown(name, path);
            }
        }

        return null;
    }
}
