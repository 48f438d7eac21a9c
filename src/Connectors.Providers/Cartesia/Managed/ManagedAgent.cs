using System.Text.Json;
using System.Text.RegularExpressions;
using Connectors.Providers.Cartesia.Managed.Settings;

namespace Connectors.Providers.Cartesia.Managed;

/// <summary>
/// What the agent's document (<c>GET /v1/agents/{agent_id}</c>) means for us. One that could not be read leaves everything to the
/// conversation itself.
/// </summary>
/// <param name="document">The document, or undefined.</param>
internal sealed partial class ManagedAgent(JsonElement document)
{
    private readonly JsonElement _config = document.Member("config");

    /// <summary>The agent whose document could not be read.</summary>
    public static ManagedAgent Unknown { get; } = new(default);

    /// <summary>The agent's name.</summary>
    public string? Name => document.Text("name");

    /// <summary>
    /// Whether a conversation begins without the agent's greeting: only where it has none, for a server's conversation can't override
    /// the welcome message.
    /// </summary>
    public bool WaitsForTheUser => _config.ValueKind == JsonValueKind.Object && string.IsNullOrEmpty(WelcomeMessage);

    /// <summary>Whether the instructions take what was said before a lost connection, by a variable.</summary>
    public bool TakesHistory => VariablesOf(_config.Text("instructions")).Contains(CartesiaManagedNames.HistoryVariable);

    /// <summary>Variables of the welcome message; a conversation without a value for one of them is refused.</summary>
    public IEnumerable<string> NeededVariables => VariablesOf(WelcomeMessage);

    private string? WelcomeMessage => _config.Text("initial_message");

    /// <inheritdoc/>
    public override string ToString() => nameof(ManagedAgent);

    private static IEnumerable<string> VariablesOf(string? text) => text is null
        ? []
        : Placeholder().Matches(text).Select(static match => match.Groups[1].Value)
            .Where(static name => CartesiaManagedNames.IsVariable(name)).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\{\s*([A-Za-z0-9_]{1,64})\s*\}\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Placeholder();
}
