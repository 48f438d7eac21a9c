namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>The part we read of <c>GET /v1/user/subscription</c>.</summary>
internal sealed record SubscriptionDocument
{
    public string? Tier { get; init; }

    public string? Status { get; init; }

    public long? CharacterCount { get; init; }

    public long? CharacterLimit { get; init; }

    public bool? CanExtendCharacterLimit { get; init; }
}
