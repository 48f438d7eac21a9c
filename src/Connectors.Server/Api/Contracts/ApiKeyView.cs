using System.Text.Json.Serialization;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>An API key; its value is there once, in the answer that made it.</summary>
internal sealed record ApiKeyView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required ApiScope Scope { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    public static ApiKeyView From(ApiKey key) => new()
    {
        Id = key.Id,
        Name = key.Name,
        Scope = key.Scope,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
    };

    public static ApiKeyView From(NewApiKey made) => From(made.Key) with { Key = made.Value.Reveal() };

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
