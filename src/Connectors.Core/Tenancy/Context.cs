using System.Text;
using System.Text.RegularExpressions;

namespace Connectors.Core.Tenancy;

/// <summary>
/// What an agent knows and how it behaves, as LiveAvatar keeps it beside the agent's config
/// (https://docs.liveavatar.com/docs/core-concepts/contexts): for tenants that move over with <c>context_id</c>.
/// </summary>
public sealed partial record Context
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>What its owner calls it, 1 to 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The prompt, 1 to 50,000 characters; <c>{{name}}</c> is a placeholder.</summary>
    public required string Prompt { get; init; }

    /// <summary>What the agent says first, word for word; empty: nothing, it waits for the user. Up to 2,000 characters.</summary>
    public required string OpeningText { get; init; }

    /// <summary>What the agent may refer to, up to 50.</summary>
    public required IReadOnlyList<ContextLink> Links { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Names of the placeholders in prompt and opening.</summary>
    public IReadOnlyList<string> Placeholders() =>
        [.. PlaceholderPattern().Matches(Prompt + OpeningText).Select(static match => match.Groups["name"].Value).Distinct().Order()];

    /// <summary>The prompt as an agent is given it: its links are part of it.</summary>
    public string Instructions()
    {
        if (Links.Count == 0)
        {
            return Prompt;
        }

        var text = new StringBuilder(Prompt).Append("\n\nSources that you may refer to:");
        foreach (var link in Links)
        {
            text.Append("\n- ").Append(link.Url).Append(": ").Append(link.Faq);
        }

        return text.ToString();
    }

    /// <summary>The id only: prompts may be personal.</summary>
    public override string ToString() => Id;

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}]+?)\s*\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex PlaceholderPattern();
}
