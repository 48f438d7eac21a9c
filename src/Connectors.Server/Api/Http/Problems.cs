using Connectors.Core.Tenancy;
using Connectors.Server.Api.Contracts;

namespace Connectors.Server.Api.Http;

/// <summary>All problems there are.</summary>
internal static class Problems
{
    public static Problem Unauthorized { get; } = Of(
        401, "unauthorized", "No valid API key",
        "Send a key as 'Authorization: Bearer ck_…' or 'X-API-KEY: ck_…'. "
        + "It is missing, unknown, expired, withdrawn, or its tenant is suspended.");

    public static Problem Forbidden { get; } = Of(
        403, "forbidden", "The key's scope does not allow this",
        "Use a key of a wider scope, or one of the operator for the operator's API.");

    public static Problem NoSuchRoute { get; } = Of(404, "no-such-route", "There is no such address", null);

    public static Problem MethodNotAllowed { get; } = Of(405, "method-not-allowed", "The address does not know this method", null);

    public static Problem TooLarge { get; } = Of(413, "too-large", "The body is too large", null);

    public static Problem NotJson { get; } = Of(415, "not-json", "The body must be JSON", "Send 'Content-Type: application/json'.");

    public static Problem NotAudio { get; } = Of(
        415, "not-audio", "The body must be audio",
        "Send 'Content-Type: audio/wav', or 'audio/pcm;rate=24000;channels=1' for 16 bit little-endian samples.");

    public static Problem RateLimited { get; } =
        Of(429, "rate-limited", "Too many calls", "Wait for as long as Retry-After says.") with { RetryAfterSeconds = 1 };

    public static Problem VaultClosed { get; } = Of(
        503, "failed", "It could not be done just now", "The service can't open what it keeps for this tenant. Tell its operator.");

    public static Problem StoreAway { get; } = Of(
        503, "failed", "It could not be done just now",
        "The service can't reach what it keeps. Nobody knows whether it was done; try again.") with
    { RetryAfterSeconds = 5 };

    public static Problem BadRequest { get; } = Of(400, "malformed-request", "The request could not be read", null);

    public static Problem ServerError { get; } = Of(500, "server-error", "Our fault", "It was logged; try again.");

    public static Problem Malformed(string detail) => Of(400, "malformed-body", "The body is not what it should be", detail);

    public static Problem Of(int status, string name, string title, string? detail) =>
        new() { Type = Problem.TypePrefix + name, Title = title, Status = status, Detail = detail };

    public static Problem Of(Refusal refusal)
    {
        var (status, name, title) = Shape(refusal.Kind);
        return Of(status, name, title, refusal.Message) with
        {
            Errors = refusal.Errors.Count > 0 ? refusal.Errors : null,
            Findings = refusal.Findings.Count > 0 ? [.. refusal.Findings.Select(FindingView.From)] : null,
            RetryAfterSeconds = refusal.RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : null,
        };
    }

    private static (int Status, string Name, string Title) Shape(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => (404, "not-found", "There is no such thing"),
        RefusalKind.Invalid => (400, "invalid", "Something in the request is wrong"),
        RefusalKind.Conflict => (409, "conflict", "It conflicts with what is there"),
        RefusalKind.Changed => (412, "changed-meanwhile", "Somebody else changed it meanwhile"),
        RefusalKind.InUse => (409, "in-use", "Other things depend on it"),
        RefusalKind.QuotaReached => (429, "quota-reached", "The tenant's quota is reached"),
        RefusalKind.RateReached => (429, "rate-reached", "Too many within too short a time"),
        RefusalKind.CredentialBusy => (429, "credential-busy", "The credential's own limit is reached"),
        RefusalKind.CapacityReached => (503, "capacity-reached", "No room for another session just now"),
        RefusalKind.ProviderRefused => (422, "provider-refused", "The provider refuses it"),
        RefusalKind.ProviderUnreachable => (502, "provider-unreachable", "The provider could not be asked"),
        RefusalKind.WrongState => (409, "wrong-state", "Its state does not allow this"),
        _ => (503, "failed", "It could not be done just now"),
    };
}
