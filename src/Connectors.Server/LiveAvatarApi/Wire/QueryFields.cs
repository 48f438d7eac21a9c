using System.Globalization;

namespace Connectors.Server.LiveAvatarApi.Wire;

/// <summary>Reads a query strictly: every fault is kept, and names that nobody read are refused.</summary>
/// <param name="query">The query.</param>
internal sealed class QueryFields(IQueryCollection query)
{
    private readonly List<FieldFault> _faults = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>What to answer if anything is wrong, or null. Asked for once, when everything has been read.</summary>
    public IResult? Refusal()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)))
        {
            Refuse(name, "extra_forbidden", "Extra inputs are not permitted");
        }

        return _faults.Count > 0 ? Envelope.Invalid(_faults) : null;
    }

    /// <summary>A text, or null.</summary>
    /// <param name="name">Its name.</param>
    public string? Text(string name)
    {
        _known.Add(name);
        return query.TryGetValue(name, out var values) ? values.ToString() : null;
    }

    /// <summary>One of a few texts; must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="choices">What it may be.</param>
    public string? Choice(string name, params IReadOnlyList<string> choices)
    {
        var text = Text(name);
        if (text is null)
        {
            Refuse(name, "missing", "Field required");
        }
        else if (!choices.Contains(text))
        {
            Refuse(name, "enum", $"Input should be {string.Join(" or ", choices.Select(choice => $"'{choice}'"))}");
        }

        return text;
    }

    /// <summary>A whole number, or null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    public int? Whole(string name, int least, int most)
    {
        if (Long(name) is not { } number)
        {
            return null;
        }

        if (number < least || number > most)
        {
            Refuse(name, "out_of_range", string.Create(CultureInfo.InvariantCulture, $"Input should be {least} to {most}"));
            return null;
        }

        return (int)number;
    }

    /// <summary>A whole number of any size, or null.</summary>
    /// <param name="name">Its name.</param>
    public long? Long(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Refuse(name, "int_parsing", "Input should be a valid integer");
        return null;
    }

    private void Refuse(string name, string type, string message) => _faults.Add(new(["query", name], type, message));
}
