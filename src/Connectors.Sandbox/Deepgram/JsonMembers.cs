using System.Text.Json.Nodes;

namespace Connectors.Sandbox.Deepgram;

/// <summary>Reads an object's members by their types and keeps the first thing that is wrong.</summary>
internal sealed class JsonMembers
{
    private readonly JsonObject _json;
    private readonly JsonMembers? _parent;
    private AgentFault? _fault;

    public JsonMembers(JsonObject json)
        : this(json, null)
    {
    }

    private JsonMembers(JsonObject json, JsonMembers? parent)
    {
        _json = json;
        _parent = parent;
    }

    /// <summary>What is wrong, or null.</summary>
    public AgentFault? Fault => _parent is null ? _fault : _parent.Fault;

    /// <summary>Members other than these are refused.</summary>
    public void Know(params ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in _json)
        {
            if (!names.Contains(name))
            {
                Keep(AgentFault.Unparsable($"unknown field {name}"));
            }
        }
    }

    public void Refuse(string what) => Keep(AgentFault.Invalid(what));

    public string? Text(string name) => Value<string>(name);

    public bool? Flag(string name) => _json[name] is null ? null : Value<bool>(name);

    public int? Whole(string name) => _json[name] is null ? null : Value<int>(name);

    /// <summary>An array of texts.</summary>
    public void Texts(string name)
    {
        if (_json[name] is { } value
            && !(value is JsonArray array && array.All(static item => item is JsonValue text && text.TryGetValue<string>(out _))))
        {
            Keep(AgentFault.Unparsable($"{name} is no list of texts"));
        }
    }

    /// <summary>A member that is an object; empty if left out.</summary>
    public JsonMembers Object(string name)
    {
        if (_json[name] is not (null or JsonObject))
        {
            Keep(AgentFault.Unparsable($"{name} is no object"));
        }

        return new(_json[name] as JsonObject ?? [], this);
    }

    /// <summary>A member that is an array of objects; empty if left out.</summary>
    public IReadOnlyList<JsonMembers> Items(string name)
    {
        var array = _json[name] as JsonArray;
        if ((_json[name] is not null && array is null) || array?.All(static item => item is JsonObject) == false)
        {
            Keep(AgentFault.Unparsable($"{name} is no list of objects"));
        }

        return [.. (array ?? []).OfType<JsonObject>().Select(item => new JsonMembers(item, this))];
    }

    private T? Value<T>(string name)
    {
        if (_json[name] is null)
        {
            return default;
        }

        if (_json[name] is JsonValue value && value.TryGetValue<T>(out var wanted))
        {
            return wanted;
        }

        Keep(AgentFault.Unparsable($"{name} has another type"));
        return default;
    }

    private void Keep(AgentFault fault)
    {
        if (_parent is null)
        {
            _fault ??= fault;
        }
        else
        {
            _parent.Keep(fault);
        }
    }
}
