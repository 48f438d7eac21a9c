using Connectors.Validation;

namespace Connectors.Core.Tenancy;

/// <summary>A stored secret, used by reference. Sealed in the store; its value leaves it only towards its provider.</summary>
public sealed record Credential
{
    /// <summary>Kind of a key to LiveAvatar's API.</summary>
    public const string LiveAvatarKind = "LIVEAVATAR_API_KEY";

    /// <summary>Kind of a LiveKit project of the tenant's own (<see cref="Rooms.Projects.LiveKitProject"/>).</summary>
    public const string LiveKitKind = "LIVEKIT_API_KEY";

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string TenantId { get; init; }

    /// <summary>What its owner calls it, 1 to 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it opens, in LiveAvatar's spelling, such as <c>ELEVENLABS_API_KEY</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The value.</summary>
    public required Secret Value { get; init; }

    /// <summary>What is known of its use.</summary>
    public CredentialState State { get; init; }

    /// <summary>What the provider said when it was last checked.</summary>
    public IReadOnlyList<ValidationFinding> Findings { get; init; } = [];

    /// <summary>Conversations at once that the provider's plan allows, where known; more are refused before the provider does.</summary>
    public int? MaximumConcurrency { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its value was last replaced, or null: never.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>When it was last checked against its provider, or null: never.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
