using Connectors.Core.Webhooks;

namespace Connectors.Server.Api.Contracts;

/// <summary>A webhook as a tenant wants it.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Events">Types of events, at least one.</param>
/// <param name="Description">Up to 200 characters.</param>
/// <param name="Enabled">Whether it is told anything.</param>
internal sealed record WebhookBody(
    string? Url = null, IReadOnlyList<string>? Events = null, string? Description = null, bool Enabled = true)
{
    public WebhookDraft ToDraft() => new(Url, Events, Description, Enabled);

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(WebhookBody);
}
