using System.Globalization;
using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers;

/// <summary>Reads a connector's settings strictly and keeps every error as a finding, so that a tenant sees all of them at once.</summary>
internal sealed class StrictSettings
{
    private const int LongestText = 32_768;

    private readonly List<ValidationFinding> _findings;
    private readonly JsonElement _settings;
    private readonly string _path;

    /// <summary>Begins to read; members that are not known are errors.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="known">JSON names of all members.</param>
    public StrictSettings(JsonElement settings, params ReadOnlySpan<string> known)
        : this([], string.Empty, settings, known)
    {
    }

    private StrictSettings(List<ValidationFinding> findings, string path, JsonElement settings, ReadOnlySpan<string> known)
    {
        _findings = findings;
        _path = path;
        if (settings.ValueKind != JsonValueKind.Object)
        {
            _findings.Add(path.Length == 0
                ? new(FindingSeverity.Error, "settings-not-an-object", "settings", "The settings must be a JSON object.")
                : new(FindingSeverity.Error, "setting-invalid", path, $"The setting '{path}' must be a JSON object."));
            return;
        }

        _settings = settings;
        foreach (var member in settings.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                Refuse(member.Name, "unknown-setting", $"There is no setting '{member.Name}'. Known: {string.Join(", ", known)}.");
            }
        }
    }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<ValidationFinding> Findings => _findings;

    /// <summary>A text that must be there and not be empty.</summary>
    /// <param name="name">JSON name.</param>
    public string RequiredText(string name)
    {
        var text = Text(name);
        if (string.IsNullOrWhiteSpace(text) && !_findings.Exists(finding => finding.Field == PathOf(name)))
        {
            Refuse(name, "setting-missing", $"The setting '{name}' is needed.");
        }

        return text ?? string.Empty;
    }

    /// <summary>A text that may be left out or null; an empty one counts as left out.</summary>
    /// <param name="name">JSON name.</param>
    public string? Text(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestText } text)
        {
            return text.Length == 0 ? null : text;
        }

        Refuse(name, "setting-invalid", $"The setting '{name}' must be a text of at most {LongestText} characters.");
        return null;
    }

    /// <summary>A text that is one of a few, or left out.</summary>
    /// <param name="name">JSON name.</param>
    /// <param name="choices">What it may be.</param>
    public string? Choice(string name, params ReadOnlySpan<string> choices)
    {
        var text = Text(name);
        if (text is null || choices.Contains(text))
        {
            return text;
        }

        Refuse(name, "setting-invalid", $"The setting '{name}' must be one of {string.Join(", ", choices)}.");
        return null;
    }

    /// <summary>An array of texts, none of them empty; none if left out.</summary>
    /// <param name="name">JSON name.</param>
    /// <param name="most">How many there may be.</param>
    public IReadOnlyList<string> Texts(string name, int most)
    {
        var isThere = TryGet(name, out var value);
        var isArray = isThere && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most;
        if (isThere && !(isArray && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String
            && item.GetString() is { Length: > 0 and <= LongestText })))
        {
            Refuse(name, "setting-invalid", $"The setting '{name}' must be an array of at most {most} texts.");
            return [];
        }

        return isArray ? [.. value.EnumerateArray().Select(static item => item.GetString()!)] : [];
    }

    /// <summary>A number that may be left out.</summary>
    /// <param name="name">JSON name.</param>
    /// <param name="least">Smallest value allowed.</param>
    /// <param name="most">Largest value allowed.</param>
    public double? Number(string name, double least, double most)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, "setting-invalid", string.Create(
            CultureInfo.InvariantCulture, $"The setting '{name}' must be a number from {least} to {most}."));
        return null;
    }

    /// <summary>A whole number that may be left out.</summary>
    /// <param name="name">JSON name.</param>
    /// <param name="least">Smallest value allowed.</param>
    /// <param name="most">Largest value allowed.</param>
    public int? Whole(string name, int least, int most)
    {
        var number = Number(name, least, most);
        if (number is { } value && !double.IsInteger(value))
        {
            Refuse(name, "setting-invalid", $"The setting '{name}' must be a whole number.");
        }

        return (int?)number;
    }

    /// <summary>True, false, or left out.</summary>
    /// <param name="name">JSON name.</param>
    public bool? Flag(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse(name, "setting-invalid", $"The setting '{name}' must be true or false.");
        return null;
    }

    /// <summary>An object with settings of its own; left out, it is empty. Its errors count as this reader's.</summary>
    /// <param name="name">JSON name.</param>
    /// <param name="known">JSON names of all its members.</param>
    public StrictSettings Section(string name, params ReadOnlySpan<string> known) =>
        new(_findings, PathOf(name), TryGet(name, out var json) ? json : Empty, known);

    /// <summary>An array of objects with settings of their own; none if left out, and without what is no object.</summary>
    /// <param name="name">JSON name.</param>
    /// <param name="known">JSON names of all members of one.</param>
    public IReadOnlyList<StrictSettings> Items(string name, params ReadOnlySpan<string> known)
    {
        List<StrictSettings> items = [];
        if (!TryGet(name, out var json))
        {
            return items;
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            Refuse(name, "setting-invalid", $"The setting '{name}' must be an array.");
            return items;
        }

        foreach (var (index, item) in json.EnumerateArray().Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{index}]");
            var reader = new StrictSettings(_findings, path, item, known);
            if (item.ValueKind == JsonValueKind.Object)
            {
                items.Add(reader);
            }
        }

        return items;
    }

    /// <summary>A JSON object as it is; undefined if left out.</summary>
    /// <param name="name">JSON name.</param>
    public JsonElement Object(string name)
    {
        if (TryGet(name, out var value) && value.ValueKind != JsonValueKind.Object)
        {
            Refuse(name, "setting-invalid", $"The setting '{name}' must be a JSON object.");
        }

        return value.ValueKind == JsonValueKind.Object ? value : default;
    }

    /// <summary>An object whose members are texts, numbers or booleans; empty if left out.</summary>
    /// <param name="name">JSON name.</param>
    public IReadOnlyDictionary<string, object> Values(string name)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        if (!TryGet(name, out var json))
        {
            return values;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            Refuse(name, "setting-invalid", $"The setting '{name}' must be an object.");
            return values;
        }

        foreach (var member in json.EnumerateObject())
        {
            object? value = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString(),
                JsonValueKind.True or JsonValueKind.False => member.Value.GetBoolean(),
                JsonValueKind.Number when member.Value.TryGetInt64(out var whole) => whole,
                JsonValueKind.Number => member.Value.GetDouble(),
                _ => null,
            };
            if (value is null)
            {
                Refuse($"{name}.{member.Name}", "setting-invalid", $"'{name}.{member.Name}' must be a text, a number, true or false.");
                continue;
            }

            values[member.Name] = value;
        }

        return values;
    }

    /// <summary>
    /// An address that may be left out: <c>https</c>, or plain <c>http</c> to this machine's loopback, where the sandbox is;
    /// without path, query or user.
    /// </summary>
    /// <param name="name">JSON name.</param>
    public Uri? BaseAddress(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.Length == 0 && address.PathAndQuery is "/"
            && address.Fragment.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            return address;
        }

        Refuse(name, "setting-invalid", $"The setting '{name}' must be an address such as https://host, without a path.");
        return null;
    }

    /// <summary>Keeps an error.</summary>
    /// <param name="field">JSON name.</param>
    /// <param name="code">Kebab-case.</param>
    /// <param name="message">What is wrong and how it is right.</param>
    public void Refuse(string field, string code, string message) =>
        _findings.Add(new(FindingSeverity.Error, code, PathOf(field), message));

    private static JsonElement Empty
    {
        get
        {
            using var empty = JsonDocument.Parse("{}");
            return empty.RootElement.Clone();
        }
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return _settings.ValueKind == JsonValueKind.Object && _settings.TryGetProperty(name, out value)
            && value.ValueKind != JsonValueKind.Null;
    }
}
