using System.Text.Json.Nodes;

namespace Connectors.Sandbox.OpenAI;

/// <summary>
/// The effective session and the rules of <c>session.update</c>: <c>type</c> is mandatory, what is absent stays, null or
/// empty clears, unknown members and wrong values are refused, and a refused update changes nothing.
/// </summary>
/// <param name="sessionId">Its id.</param>
/// <param name="model">Fixed at connect.</param>
/// <param name="expiresAt">Unix time in seconds.</param>
internal sealed class SessionConfig(string sessionId, string model, long expiresAt)
{
    private static readonly string[] Voices = ["alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"];

    // Members of a realtime session in OpenAI's schema; true: an object whose members are merged one by one.
    private static readonly Dictionary<string, bool> Known = new()
    {
        ["type"] = false,
        ["model"] = false,
        ["id"] = false,
        ["object"] = false,
        ["instructions"] = false,
        ["output_modalities"] = false,
        ["tools"] = false,
        ["tool_choice"] = false,
        ["parallel_tool_calls"] = false,
        ["max_output_tokens"] = false,
        ["truncation"] = false,
        ["reasoning"] = false,
        ["tracing"] = false,
        ["prompt"] = false,
        ["include"] = false,
        ["audio"] = true,
        ["audio.input"] = true,
        ["audio.output"] = true,
        ["audio.input.format"] = false,
        ["audio.input.transcription"] = false,
        ["audio.input.noise_reduction"] = false,
        ["audio.input.turn_detection"] = false,
        ["audio.output.format"] = false,
        ["audio.output.voice"] = false,
        ["audio.output.speed"] = false,
    };

    /// <summary>The effective session.</summary>
    public JsonObject Session { get; private set; } = (JsonObject)JsonNode.Parse($$"""
        {
          "type": "realtime", "object": "realtime.session", "id": "{{sessionId}}", "model": "{{model}}", "expires_at": {{expiresAt}},
          "instructions": "You are a helpful assistant.", "output_modalities": ["audio"], "tools": [], "tool_choice": "auto",
          "max_output_tokens": "inf", "truncation": "auto",
          "audio": {
            "input": {
              "format": {"type": "audio/pcm", "rate": 24000}, "transcription": null, "noise_reduction": null,
              "turn_detection": {
                "type": "server_vad", "threshold": 0.5, "prefix_padding_ms": 300, "silence_duration_ms": 500,
                "idle_timeout_ms": null, "create_response": true, "interrupt_response": true
              }
            },
            "output": {"format": {"type": "audio/pcm", "rate": 24000}, "voice": "alloy", "speed": 1.0}
          }
        }
        """)!;

    /// <summary>Whether audio was produced, after which the voice is fixed.</summary>
    public bool HasSpoken { get; set; }

    public string? TurnDetection => Text(Input["turn_detection"] as JsonObject, "type");

    public bool CreatesResponses => Flag("create_response");

    public bool InterruptsResponses => Flag("interrupt_response");

    public bool Transcribes => Input["transcription"] is JsonObject;

    public TimeSpan Silence => TimeSpan.FromMilliseconds(
        (double?)(Input["turn_detection"] as JsonObject)?["silence_duration_ms"]?.AsValue() ?? 500);

    private JsonObject Input => (JsonObject)Session["audio"]!["input"]!;

    /// <summary>Takes an update, or says what is wrong with it.</summary>
    public RealtimeError? Update(JsonObject? patch)
    {
        if (patch is null)
        {
            return RealtimeError.Missing("session");
        }

        if (!patch.ContainsKey("type"))
        {
            return RealtimeError.Missing("session.type");
        }

        var updated = (JsonObject)Session.DeepClone();
        if (Merge(updated, patch, string.Empty) is { } unknown)
        {
            return RealtimeError.Unknown($"session.{unknown}");
        }

        if (Check(updated) is { } error)
        {
            return error;
        }

        Session = updated;
        return null;
    }

    /// <summary>Sets members without asking, as a provider may.</summary>
    public void Force(JsonObject members) => Merge(Session, members, string.Empty);

    private static string? Merge(JsonObject target, JsonObject patch, string path)
    {
        foreach (var (name, value) in patch)
        {
            var full = path + name;
            if (!Known.TryGetValue(full, out var isMerged))
            {
                return full;
            }

            if (isMerged && value is JsonObject inner && target[name] is JsonObject old)
            {
                if (Merge(old, inner, full + ".") is { } unknown)
                {
                    return unknown;
                }
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }

        return null;
    }

    private RealtimeError? Check(JsonObject session)
    {
        if (Text(session, "type") != "realtime")
        {
            return RealtimeError.Invalid("session.type");
        }

        if (Text(session, "model") != Text(Session, "model"))
        {
            return new("cannot_update_model", "The model is fixed at connect.", "session.model");
        }

        var output = session["audio"]!["output"] as JsonObject;
        var voice = Text(output, "voice");
        if (!Voices.Contains(voice))
        {
            return RealtimeError.Invalid("session.audio.output.voice");
        }

        if (HasSpoken && voice != Text((JsonObject)Session["audio"]!["output"]!, "voice"))
        {
            return new("cannot_update_voice", "Cannot update the voice once there is audio of it.", "session.audio.output.voice");
        }

        return CheckFormat(session, "input") ?? CheckFormat(session, "output") ?? CheckDetection(session);
    }

    private static RealtimeError? CheckFormat(JsonObject session, string direction)
    {
        var format = session["audio"]![direction]!["format"] as JsonObject;
        return Text(format, "type") switch
        {
            "audio/pcm" when (int?)format!["rate"]?.AsValue() is null or 24_000 => null,
            "audio/pcmu" or "audio/pcma" => null,
            "audio/pcm" => RealtimeError.Invalid($"session.audio.{direction}.format.rate"),
            _ => RealtimeError.Invalid($"session.audio.{direction}.format.type"),
        };
    }

    private static RealtimeError? CheckDetection(JsonObject session)
    {
        var detection = session["audio"]!["input"]!["turn_detection"];
        return detection is null || Text(detection as JsonObject, "type") is "server_vad" or "semantic_vad"
            ? null
            : RealtimeError.Invalid("session.audio.input.turn_detection.type");
    }

    private bool Flag(string name) => Input["turn_detection"] is JsonObject detection && ((bool?)detection[name]?.AsValue() ?? true);

    private static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
