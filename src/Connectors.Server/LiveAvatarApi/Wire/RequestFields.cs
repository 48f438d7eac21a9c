using System.Globalization;
using System.Text.Json;

namespace Connectors.Server.LiveAvatarApi.Wire;

/// <summary>
/// Reads the members of a JSON object strictly: every fault is kept, so that all are told at once, and members that nobody
/// read are refused by name.
/// </summary>
internal sealed class RequestFields
{
    private readonly JsonElement _object;
    private readonly IReadOnlyList<string> _place;
    private readonly List<FieldFault> _faults;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<RequestFields> _objects = [];

    /// <summary>Reads an object.</summary>
    /// <param name="element">The object.</param>
    /// <param name="place">Where it stands, such as <c>body</c>.</param>
    public RequestFields(JsonElement element, string place)
        : this(element, [place], [])
    {
    }

    private RequestFields(JsonElement element, IReadOnlyList<string> place, List<FieldFault> faults)
    {
        _object = element;
        _place = place;
        _faults = faults;
    }

    /// <summary>What to answer if anything is wrong, or null. Asked for once, when everything has been read.</summary>
    public IResult? Refusal()
    {
        RefuseOthers();
        return _faults.Count > 0 ? Envelope.Invalid(_faults) : null;
    }

    /// <summary>Whether a member is there and not null.</summary>
    /// <param name="name">The member.</param>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Adds a fault.</summary>
    /// <param name="name">The member.</param>
    /// <param name="type">Kind of the fault.</param>
    /// <param name="message">For people.</param>
    public void Refuse(string name, string type, string message) => _faults.Add(new([.. _place, name], type, message));

    /// <summary>A text.</summary>
    /// <param name="name">The member.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="longest">Most characters.</param>
    /// <param name="shortest">Fewest characters.</param>
    public string? Text(string name, bool required = false, int longest = 4_096, int shortest = 1)
    {
        if (Wanted(name, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(name, "string_type", "Input should be a valid string");
            return null;
        }

        var text = value.GetString()!;
        if (text.Length < shortest)
        {
            Refuse(name, "string_too_short", "String should have at least 1 character");
        }
        else if (text.Length > longest)
        {
            Refuse(
                name, "string_too_long", string.Create(CultureInfo.InvariantCulture, $"String should have at most {longest} characters"));
        }

        return text;
    }

    /// <summary>An id.</summary>
    /// <param name="name">The member.</param>
    /// <param name="required">Whether it must be there.</param>
    public string? Id(string name, bool required = false)
    {
        var text = Text(name, required, longest: 100);
        if (text is not null && !Guid.TryParse(text, out _))
        {
            Refuse(name, "uuid_parsing", "Input should be a valid UUID");
        }

        return text;
    }

    /// <summary>One of a few texts.</summary>
    /// <param name="name">The member.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="choices">What it may be.</param>
    public string? Choice(string name, bool required, params IReadOnlyList<string> choices)
    {
        var text = Text(name, required, longest: 100);
        if (text is not null && !choices.Contains(text))
        {
            Refuse(name, "literal_error", $"Input should be {string.Join(" or ", choices.Select(choice => $"'{choice}'"))}");
        }

        return text;
    }

    /// <summary>Yes or no.</summary>
    /// <param name="name">The member.</param>
    public bool Flag(string name)
    {
        var value = Wanted(name, required: false);
        if (value is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            Refuse(name, "bool_type", "Input should be a valid boolean");
        }

        return value is { ValueKind: JsonValueKind.True };
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">The member.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    public int? Whole(string name, int least, int most)
    {
        if (Wanted(name, required: false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            if (number < least || number > most)
            {
                Refuse(name, "out_of_range", string.Create(CultureInfo.InvariantCulture, $"Input should be {least} to {most}"));
            }

            return number;
        }

        Refuse(name, "int_type", "Input should be a valid integer");
        return null;
    }

    /// <summary>A number.</summary>
    /// <param name="name">The member.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    public double? Number(string name, double least, double most)
    {
        if (Wanted(name, required: false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number))
        {
            if (!(number >= least && number <= most))
            {
                Refuse(name, "out_of_range", string.Create(CultureInfo.InvariantCulture, $"Input should be {least} to {most}"));
            }

            return number;
        }

        Refuse(name, "float_type", "Input should be a valid number");
        return null;
    }

    /// <summary>An object in it; its faults are told with those of this one.</summary>
    /// <param name="name">The member.</param>
    public RequestFields? Object(string name)
    {
        if (Wanted(name, required: false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(name, "dict_type", "Input should be a valid dictionary");
            return null;
        }

        var inner = new RequestFields(value, [.. _place, name], _faults);
        _objects.Add(inner);
        return inner;
    }

    /// <summary>Objects in a list; their faults are told with those of this one. Null: the member isn't there.</summary>
    /// <param name="name">The member.</param>
    /// <param name="most">Most of them.</param>
    public IReadOnlyList<RequestFields>? Objects(string name, int most)
    {
        if (Wanted(name, required: false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.Object))
        {
            Refuse(name, "list_type", "Input should be a valid list of dictionaries");
            return null;
        }

        if (value.GetArrayLength() > most)
        {
            Refuse(name, "too_long", string.Create(CultureInfo.InvariantCulture, $"List should have at most {most} items"));
            return null;
        }

        List<RequestFields> inner = [.. value.EnumerateArray().Select((item, index) =>
            new RequestFields(item, [.. _place, name, index.ToString(CultureInfo.InvariantCulture)], _faults))];
        _objects.AddRange(inner);
        return inner;
    }

    /// <summary>A map of texts, numbers and truth values, at most 50, keys up to 64 and texts up to 1,000 characters.</summary>
    /// <param name="name">The member.</param>
    public JsonElement? Values(string name)
    {
        const int MostValues = 50, LongestKey = 64, LongestText = 1_000;
        if (Wanted(name, required: false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() > MostValues)
        {
            Refuse(name, "dict_type", $"Input should be a valid dictionary with at most {MostValues} entries");
            return null;
        }

        foreach (var entry in value.EnumerateObject())
        {
            var isRight = entry.Name.Length is > 0 and <= LongestKey && entry.Value.ValueKind switch
            {
                JsonValueKind.String => entry.Value.GetString()!.Length <= LongestText,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => true,
                _ => false,
            };
            if (!isRight)
            {
                _faults.Add(new(
                    [.. _place, name, entry.Name],
                    "value_error",
                    $"Keys have up to {LongestKey} characters; values are strings of up to {LongestText} characters, numbers or booleans"));
            }
        }

        return value.Clone();
    }

    private void RefuseOthers()
    {
        foreach (var member in _object.EnumerateObject().Where(member => !_known.Contains(member.Name)))
        {
            Refuse(member.Name, "extra_forbidden", "Extra inputs are not permitted");
        }

        _objects.ForEach(inner => inner.RefuseOthers());
    }

    private JsonElement? Wanted(string name, bool required)
    {
        var value = Find(name);
        if (value is null && required)
        {
            Refuse(name, "missing", "Field required");
        }

        return value;
    }

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
