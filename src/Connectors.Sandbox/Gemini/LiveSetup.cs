using System.Text.Json.Nodes;

namespace Connectors.Sandbox.Gemini;

/// <summary>A session's setup, checked as strictly as Google's interfaces do it: a member that isn't known is an error.</summary>
internal sealed class LiveSetup
{
    private const string Prefix = "models/";

    // Members by the path of the object that holds them; what has no entry here is a value or free.
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["setup"] =
        [
            "model", "generationConfig", "systemInstruction", "tools", "realtimeInputConfig", "sessionResumption",
            "contextWindowCompression", "inputAudioTranscription", "outputAudioTranscription", "proactivity", "historyConfig",
            "explicitVadSignal", "avatarConfig", "safetySettings",
        ],
        ["setup.generationConfig"] =
        [
            "responseModalities", "speechConfig", "temperature", "topP", "topK", "maxOutputTokens", "candidateCount", "presencePenalty",
            "frequencyPenalty", "mediaResolution", "thinkingConfig", "enableAffectiveDialog",
        ],
        ["setup.generationConfig.speechConfig"] = ["voiceConfig", "languageCode"],
        ["setup.generationConfig.speechConfig.voiceConfig"] = ["prebuiltVoiceConfig"],
        ["setup.generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig"] = ["voiceName"],
        ["setup.systemInstruction"] = ["parts", "role"],
        ["setup.realtimeInputConfig"] = ["automaticActivityDetection", "activityHandling", "turnCoverage"],
        ["setup.realtimeInputConfig.automaticActivityDetection"] =
            ["disabled", "startOfSpeechSensitivity", "endOfSpeechSensitivity", "prefixPaddingMs", "silenceDurationMs"],
        ["setup.sessionResumption"] = ["handle", "transparent"],
        ["setup.contextWindowCompression"] = ["triggerTokens", "slidingWindow"],
        ["setup.contextWindowCompression.slidingWindow"] = ["targetTokens"],
        ["setup.inputAudioTranscription"] = ["languageCodes"],
        ["setup.outputAudioTranscription"] = ["languageCodes"],
        ["setup.historyConfig"] = ["initialHistoryInClientContent"],
        ["setup.tools[]"] = ["functionDeclarations", "googleSearch", "codeExecution", "urlContext"],
        ["setup.tools[].functionDeclarations[]"] =
            ["name", "description", "parameters", "parametersJsonSchema", "response", "responseJsonSchema", "behavior"],
    };

    private static readonly string?[] Handlings = [null, "START_OF_ACTIVITY_INTERRUPTS", "NO_INTERRUPTION"];

    private readonly JsonObject _json;

    private LiveSetup(JsonObject json) => _json = json;

    public string Model => Text(_json, "model")![Prefix.Length..];

    /// <summary>Whether contents are taken during a conversation.</summary>
    public bool TakesContents => Model.StartsWith("gemini-2", StringComparison.Ordinal);

    public bool DetectsTurns => (bool?)Detection?["disabled"] != true;

    public bool IsInterruptible => Text(Input, "activityHandling") != "NO_INTERRUPTION";

    public TimeSpan Silence => TimeSpan.FromMilliseconds((double?)Detection?["silenceDurationMs"] ?? 500);

    public bool TranscribesUser => _json["inputAudioTranscription"] is not null;

    public bool TranscribesAgent => _json["outputAudioTranscription"] is not null;

    public bool HasInitialHistory => (bool?)(_json["historyConfig"] as JsonObject)?["initialHistoryInClientContent"] == true;

    public bool IsCompressed => _json["contextWindowCompression"] is not null;

    public bool CanResume => _json["sessionResumption"] is not null;

    public string? Handle => Text(_json["sessionResumption"] as JsonObject, "handle");

    /// <summary>The prompt, or null.</summary>
    public string? Instructions => Text(((_json["systemInstruction"] as JsonObject)?["parts"] as JsonArray)?[0] as JsonObject, "text");

    /// <summary>What must be the same when the conversation is resumed.</summary>
    public string Identity
    {
        get
        {
            var same = (JsonObject)_json.DeepClone();
            same.Remove("sessionResumption");
            same.Remove("historyConfig");
            return same.ToJsonString();
        }
    }

    private JsonObject? Input => _json["realtimeInputConfig"] as JsonObject;

    private JsonObject? Detection => Input?["automaticActivityDetection"] as JsonObject;

    /// <summary>Takes a setup.</summary>
    /// <param name="json">The member <c>setup</c>.</param>
    /// <param name="models">Models that there are.</param>
    /// <param name="setup">The setup, if it is right.</param>
    /// <returns>What is wrong, or null.</returns>
    public static LiveFault? Read(JsonNode? json, IReadOnlyList<string> models, out LiveSetup? setup)
    {
        setup = null;
        if (json is not JsonObject members)
        {
            return LiveFault.Invalid;
        }

        if (FindUnknown(members, "setup") is { } unknown)
        {
            return unknown;
        }

        var model = Text(members, "model");
        if (model?.StartsWith(Prefix, StringComparison.Ordinal) != true || !models.Contains(model[Prefix.Length..]))
        {
            return new(
                1008, $"{model} is not found for API version v1beta, or is not supported for bidiGenerateContent. Call ListModels to see.");
        }

        if (members["sessionResumption"] is JsonObject resumption && resumption.ContainsKey("handle") && resumption["handle"] is null)
        {
            // livekit/agents#5102
            return new(1008, "Operation is not implemented, or supported, or enabled.");
        }

        setup = new(members);
        return setup.AreValuesRight() ? null : LiveFault.Invalid;
    }

    private bool AreValuesRight()
    {
        var generation = _json["generationConfig"] as JsonObject;
        var voice = ((generation?["speechConfig"] as JsonObject)?["voiceConfig"] as JsonObject)?["prebuiltVoiceConfig"] as JsonObject;
        return generation?["responseModalities"] is JsonArray { Count: 1 } modalities && (string?)modalities[0] == "AUDIO"
            && (voice is null || Text(voice, "voiceName") is { Length: > 2 })
            && Handlings.Contains(Text(Input, "activityHandling"))
            && IsSensitivity(Text(Detection, "startOfSpeechSensitivity"), "START")
            && IsSensitivity(Text(Detection, "endOfSpeechSensitivity"), "END")
            && Functions().All(static function => Text(function, "name") is { Length: > 0 });
    }

    private static bool IsSensitivity(string? value, string edge) =>
        value is null || value == $"{edge}_SENSITIVITY_HIGH" || value == $"{edge}_SENSITIVITY_LOW";

    private IEnumerable<JsonObject?> Functions() => ((_json["tools"] as JsonArray) ?? [])
        .SelectMany(static tool => (tool as JsonObject)?["functionDeclarations"] as JsonArray ?? [])
        .Select(static function => function as JsonObject);

    private static LiveFault? FindUnknown(JsonObject json, string path)
    {
        if (!Known.TryGetValue(path, out var known))
        {
            return null;
        }

        foreach (var (name, value) in json)
        {
            if (!known.Contains(name))
            {
                return LiveFault.Unknown(name, path);
            }

            var inner = $"{path}.{name}";
            var fault = value switch
            {
                JsonObject nested => FindUnknown(nested, inner),
                JsonArray list => list.OfType<JsonObject>().Select(item => FindUnknown(item, inner + "[]"))
                    .FirstOrDefault(static found => found is not null),
                _ => null,
            };
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
