using Connectors.Core.Outgoing;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Webhooks;

/// <summary>A webhook as somebody wants it.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Events">Types of events, at least one.</param>
/// <param name="Description">For its owner, up to 200 characters.</param>
/// <param name="Enabled">Whether it is told anything.</param>
public sealed record WebhookDraft(string? Url, IReadOnlyList<string>? Events, string? Description = null, bool Enabled = true)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(WebhookDraft);

    internal IEnumerable<FieldError> Errors(UrlRules rules)
    {
        if (!rules.TryRead(Url, UrlKind.Http, out _, out var refusal))
        {
            yield return new("url", refusal);
        }

        if (Events is not { Count: > 0 } || Events.Except(WebhookEventTypes.All).Any())
        {
            yield return new("events", $"Must be one or more of {string.Join(", ", WebhookEventTypes.All)}.");
        }

        if (FieldError.UnlessLength("description", Description ?? string.Empty, 0, 200) is { } error)
        {
            yield return error;
        }
    }
}
