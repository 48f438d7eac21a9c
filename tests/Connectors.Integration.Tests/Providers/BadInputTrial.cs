using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Integration.Tests.Providers;

/// <summary>How a sandbox is brought to meet bad input, beside what was switched in it.</summary>
internal sealed record BadInputTrial
{
    /// <summary>A key of somebody else, of characters that every provider's keys may have.</summary>
    public const string OtherKey = "keyofsomebodyelse";

    public static BadInputTrial WrongKey { get; } = new() { Secret = new(OtherKey) };

    /// <summary>The secret in place of the good one.</summary>
    public Secret? Secret { get; private init; }

    /// <summary>A setting in place of the good one.</summary>
    public (string Name, string Value)? Setting { get; private init; }

    /// <summary>What happens as soon as the conversation has begun; null: it doesn't begin.</summary>
    public Func<FarSide, Task>? Then { get; private init; }

    public static BadInputTrial With(string setting, string value) => new() { Setting = (setting, value) };

    public static BadInputTrial After(Func<FarSide, Task> then) => new() { Then = then };

    /// <summary>The setup that is tried.</summary>
    public ConnectorSetup Of(ConnectorSetup good)
    {
        var settings = (JsonObject)JsonNode.Parse(good.Settings.GetRawText())!;
        if (Setting is { } wrong)
        {
            settings[wrong.Name] = wrong.Value;
        }

        return new(settings.Deserialize<JsonElement>(), Secret ?? good.Secret);
    }
}
