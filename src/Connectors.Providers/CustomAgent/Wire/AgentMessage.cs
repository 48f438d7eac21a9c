using System.Globalization;
using System.Text.Json;

namespace Connectors.Providers.CustomAgent.Wire;

/// <summary>
/// A text message of the agent, read member by member. Members that nobody asks for are ignored; the first thing that is wrong is
/// kept, in words that name the member and never its value.
/// </summary>
internal sealed class AgentMessage
{
    private readonly JsonElement _json;
    private readonly string _path;
    private readonly AgentMessage? _whole;
    private string? _fault;

    private AgentMessage(string type, JsonElement json, AgentMessage? whole, string path)
    {
        Type = type;
        _json = json;
        _whole = whole;
        _path = path;
    }

    /// <summary>What it is.</summary>
    public string Type { get; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Fault => _whole is null ? _fault : _whole.Fault;

    /// <summary>Reads a message.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="message">The message, read.</param>
    /// <returns>False if it isn't a JSON object with a type.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out AgentMessage message)
    {
        message = null!;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            var json = JsonElement.ParseValue(ref reader);

            // Reading on notices what follows the object.
            reader.Read();
            message = new(json.Text("type") ?? string.Empty, json, null, string.Empty);
        }
        catch (JsonException)
        {
            return false;
        }

        return message.Type.Length > 0;
    }

    /// <summary>Something is wrong with it; the first counts.</summary>
    public void Refuse(string fault)
    {
        if (_whole is null)
        {
            _fault ??= fault;
        }
        else
        {
            _whole.Refuse(fault);
        }
    }

    /// <summary>A text that must be there and not be empty.</summary>
    public string Needed(string name, int longest)
    {
        var text = Text(name, longest);
        if (string.IsNullOrEmpty(text))
        {
            Refuse($"{_path}{name} must be a text that is not empty");
        }

        return text ?? string.Empty;
    }

    /// <summary>A text, or null if left out.</summary>
    public string? Text(string name, int longest)
    {
        if (IsLeftOut(name))
        {
            return null;
        }

        var text = _json.Text(name);
        if (text is null || text.Length > longest)
        {
            Refuse(string.Create(CultureInfo.InvariantCulture, $"{_path}{name} must be a text of at most {longest} characters"));
        }

        return text;
    }

    /// <summary>A whole number, or null if left out.</summary>
    public long? Whole(string name, long least, long most)
    {
        if (IsLeftOut(name))
        {
            return null;
        }

        var number = _json.Number(name);
        if (number is null || number < least || number > most)
        {
            Refuse(string.Create(CultureInfo.InvariantCulture, $"{_path}{name} must be a whole number from {least} to {most}"));
            return null;
        }

        return number;
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool otherwise = false)
    {
        var value = _json.Member(name);
        if (!IsLeftOut(name) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse($"{_path}{name} must be true or false");
        }

        return IsLeftOut(name) ? otherwise : value.ValueKind == JsonValueKind.True;
    }

    /// <summary>One of a few words; the first value where it is left out.</summary>
    public T Choice<T>(string name, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (IsLeftOut(name))
        {
            return choices[0].Value;
        }

        var text = _json.Text(name);
        foreach (var (word, value) in choices)
        {
            if (word == text)
            {
                return value;
            }
        }

        var words = new List<string>();
        foreach (var (word, _) in choices)
        {
            words.Add(word);
        }

        Refuse($"{_path}{name} must be one of {string.Join(", ", words)}");
        return choices[0].Value;
    }

    /// <summary>An object as JSON text; empty if left out.</summary>
    public string Object(string name, int longest)
    {
        if (IsLeftOut(name))
        {
            return "{}";
        }

        var value = _json.Member(name);
        if (value.ValueKind == JsonValueKind.Object && value.GetRawText() is { } text && text.Length <= longest)
        {
            return text;
        }

        Refuse(string.Create(CultureInfo.InvariantCulture, $"{_path}{name} must be an object of at most {longest} characters"));
        return "{}";
    }

    /// <summary>A list of texts that must be there.</summary>
    public IReadOnlyList<string> NeededTexts(string name, int most)
    {
        var value = _json.Member(name);
        List<string> texts = [.. _json.Texts(name).Take(most + 1)];
        if (value.ValueKind == JsonValueKind.Array && texts.Count == value.GetArrayLength() && texts.Count <= most)
        {
            return texts;
        }

        Refuse(string.Create(CultureInfo.InvariantCulture, $"{_path}{name} must be a list of at most {most} texts"));
        return [];
    }

    /// <summary>A member that is an object with members of its own; without any if left out.</summary>
    public AgentMessage Section(string name)
    {
        var value = _json.Member(name);
        if (!IsLeftOut(name) && value.ValueKind != JsonValueKind.Object)
        {
            Refuse($"{_path}{name} must be an object");
        }

        return new(Type, value, _whole ?? this, $"{_path}{name}.");
    }

    private bool IsLeftOut(string name) => _json.Member(name).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
}
