using System.Globalization;
using System.Text.Json;

namespace Connectors.Sandbox.Agents;

/// <summary>Reads script files strictly and tells every error at once.</summary>
internal sealed class AgentScriptReader
{
    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly List<string> _errors = [];
    private readonly string _folder;

    private AgentScriptReader(string folder) => _folder = folder;

    public static AgentScript Read(ReadOnlyMemory<byte> json, string name, string folder)
    {
        var reader = new AgentScriptReader(folder);
        AgentScript? script = null;
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            script = reader.Script(document.RootElement);
        }
        catch (JsonException error)
        {
            reader._errors.Add(string.Create(CultureInfo.InvariantCulture, $"not JSON (line {error.LineNumber + 1})"));
        }

        return reader._errors.Count == 0 && script is not null
            ? script
            : throw new InvalidDataException($"{name} is not an agent script: {string.Join("; ", reader._errors)}.");
    }

    private AgentScript? Script(JsonElement root)
    {
        if (!IsObject(root, "the script", ["greeting", "replies"]))
        {
            return null;
        }

        var greeting = root.TryGetProperty("greeting", out var first) ? Reply(first, "greeting") : null;
        if (!root.TryGetProperty("replies", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            _errors.Add("replies must be an array of at least one reply");
            return null;
        }

        var replies = list.EnumerateArray().Select((reply, index) => Reply(reply, $"replies[{index}]")).OfType<AgentReply>().ToList();
        return new(greeting is { Text.Length: 0, Tool: null, Audio.Kind: ReplyAudioKind.Voice } ? null : greeting, replies);
    }

    private AgentReply? Reply(JsonElement json, string where)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return new() { Text = json.GetString()! };
        }

        if (!IsObject(json, where, ["text", "audio", "tool", "delayMs", "hangUp"]))
        {
            return null;
        }

        return new()
        {
            Text = Text(json, "text", where),
            Audio = json.TryGetProperty("audio", out var audio) ? Audio(audio, where) : ReplyAudio.Voice,
            Tool = json.TryGetProperty("tool", out var tool) ? Tool(tool, where) : null,
            Delay = TimeSpan.FromMilliseconds(Number(json, "delayMs", where, 0, 60_000)),
            HangUp = Flag(json, "hangUp", where, otherwise: false),
        };
    }

    private ReplyAudio Audio(JsonElement json, string where)
    {
        where += ".audio";
        if (json.ValueKind == JsonValueKind.String && json.GetString() is "voice" or "none")
        {
            return json.GetString() == "none" ? ReplyAudio.None : ReplyAudio.Voice;
        }

        if (!IsObject(json, where, ["tone", "seconds", "wav"]))
        {
            return ReplyAudio.Voice;
        }

        if (json.TryGetProperty("wav", out _))
        {
            var path = Path.Combine(_folder, Text(json, "wav", where));
            if (!File.Exists(path))
            {
                _errors.Add($"{where}.wav names a file that is not there");
            }

            return new(ReplyAudioKind.File, Path: path);
        }

        return ReplyAudio.Tone(Number(json, "tone", where, 50, 20_000), TimeSpan.FromSeconds(Number(json, "seconds", where, 0.01, 600)));
    }

    private ReplyTool? Tool(JsonElement json, string where)
    {
        where += ".tool";
        if (!IsObject(json, where, ["name", "arguments", "expectsResult"]))
        {
            return null;
        }

        var arguments = "{}";
        if (json.TryGetProperty("arguments", out var given))
        {
            arguments = given.GetRawText();
            if (given.ValueKind != JsonValueKind.Object)
            {
                _errors.Add($"{where}.arguments must be an object");
            }
        }

        return new(Text(json, "name", where), arguments, Flag(json, "expectsResult", where, otherwise: true));
    }

    private bool IsObject(JsonElement json, string where, string[] known)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            _errors.Add($"{where} must be an object");
            return false;
        }

        _errors.AddRange(json.EnumerateObject().Where(member => !known.Contains(member.Name))
            .Select(member => $"{where} has an unknown member '{member.Name}' (known: {string.Join(", ", known)})"));
        return true;
    }

    private string Text(JsonElement json, string name, string where)
    {
        if (json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String)
        {
            return text.GetString()!;
        }

        _errors.Add($"{where}.{name} must be a text");
        return string.Empty;
    }

    private double Number(JsonElement json, string name, string where, double least, double most)
    {
        if (!json.TryGetProperty(name, out var number) && least <= 0)
        {
            return 0;
        }

        if (number.ValueKind == JsonValueKind.Number && number.GetDouble() is var value && value >= least && value <= most)
        {
            return value;
        }

        _errors.Add(string.Create(CultureInfo.InvariantCulture, $"{where}.{name} must be a number from {least} to {most}"));
        return 0;
    }

    private bool Flag(JsonElement json, string name, string where, bool otherwise)
    {
        if (!json.TryGetProperty(name, out var flag))
        {
            return otherwise;
        }

        if (flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            _errors.Add($"{where}.{name} must be true or false");
        }

        return flag.ValueKind == JsonValueKind.True;
    }
}
