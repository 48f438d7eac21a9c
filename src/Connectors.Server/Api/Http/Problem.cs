using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Http;

/// <summary>
/// An error as our API tells it: RFC 9457 problem details. The type is <c>urn:connectors:problem:</c> and a name that never
/// changes; docs/09-api.md lists them.
/// </summary>
internal sealed record Problem
{
    public const string TypePrefix = "urn:connectors:problem:";

    public const string MediaType = "application/problem+json";

    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public string? Detail { get; init; }

    /// <summary>Every member of the request that is wrong.</summary>
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>What the provider said, where it was asked.</summary>
    public IReadOnlyList<Contracts.FindingView>? Findings { get; init; }

    /// <summary>Whole seconds, the same as in the header.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The last part of the type.</summary>
    internal string Name => Type[TypePrefix.Length..];
}
