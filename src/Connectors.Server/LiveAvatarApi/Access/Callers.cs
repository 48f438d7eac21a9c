using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi.Access;

/// <summary>
/// Who may call what: tokens are made with X-API-KEY only, a start takes the session's token only, stop and keep-alive take
/// either; with the key they must name the session (facts/liveavatar.md §1.1).
/// </summary>
internal sealed class Callers(ApiKeyDesk keys, TenantDesk tenants, TenancyRecords records, SessionTokens tokens, RateWindows rates)
{
    // A page has no business to call any of them more often.
    private const int CallsPerSession = 20;
    private const int CallsPerAddress = 20;
    private const string KeyHeader = "X-API-KEY";
    private const string Bearer = "Bearer ";

    /// <summary>Whether a call brings a session's token.</summary>
    /// <param name="context">The call.</param>
    public static bool HasToken(HttpContext context) => TokenOf(context) is not null;

    /// <summary>The tenant whose API key came with a call, or what to answer.</summary>
    /// <param name="context">The call.</param>
    /// <param name="scope">What the key must be for, or more.</param>
    public async Task<(ApiAccess? Access, IResult? Refusal)> ByKeyAsync(HttpContext context, ApiScope scope)
    {
        var text = context.Request.Headers[KeyHeader].ToString();
        var key = text.Length > 0 ? await keys.AuthenticateAsync(text, context.RequestAborted) : null;
        var tenant = key is { Scope: not ApiScope.Operator }
            ? (await tenants.FindAsync(key.TenantId, context.RequestAborted))?.Value
            : null;
        if (key is null || tenant is null)
        {
            return (null, OfNobody(context, text.Length > 0 ? "Invalid API key"
                : HasToken(context) ? "This call takes an API key in X-API-KEY, not a session token"
                : "X-API-KEY header is required"));
        }

        var access = new ApiAccess(new(key.TenantId, $"key:{key.Id}", Address(context)), key, tenant);
        access.Attach(context);
        var refusal = rates.IsTooMany(context, key.Id, tenant.Quotas.RequestsPerSecond) ? Envelope.TooMany()
            : Refuse(tenant) ?? (key.Scope < scope ? OutOfScope(scope) : null);
        return (refusal is null ? access : null, refusal);
    }

    /// <summary>The session whose token came with a call, or what to answer.</summary>
    /// <param name="context">The call.</param>
    public async Task<(SessionCaller? Session, IResult? Refusal)> ByTokenAsync(HttpContext context)
    {
        if (TokenOf(context) is not { } text)
        {
            return (null, OfNobody(context, context.Request.Headers.ContainsKey(KeyHeader)
                ? "This call takes the session's token as Authorization: Bearer, not an API key"
                : "Authorization: Bearer session token is required"));
        }

        if (tokens.Read(text) is not { } claims)
        {
            return (null, OfNobody(context, "Invalid session token"));
        }

        if (rates.IsTooMany(context, claims.SessionId, CallsPerSession))
        {
            return (null, Envelope.TooMany());
        }

        // A key that was withdrawn takes its tokens with it.
        var key = (await records.Keys.FindAsync(RecordKey.Operator, claims.KeyId, context.RequestAborted))?.Value;
        var tenant = (await tenants.FindAsync(claims.TenantId, context.RequestAborted))?.Value;
        if (key?.TenantId != claims.TenantId || tenant is null)
        {
            return (null, Unauthenticated("Invalid session token"));
        }

        var caller = new Caller(claims.TenantId, $"session-token:{claims.SessionId}", Address(context));
        return Refuse(tenant) is { } refusal ? (null, refusal) : (new(caller, claims), null);
    }

    private static IResult? Refuse(Tenant tenant) => tenant.State == TenantState.Active
        ? null
        : Envelope.Refused(
            StatusCodes.Status403Forbidden, AnswerCode.Forbidden, "The tenant is suspended: ask the operator of this service.");

    private static IResult OutOfScope(ApiScope scope) => Envelope.Refused(
        StatusCodes.Status403Forbidden, AnswerCode.Forbidden, $"The API key is good, but this call needs one of the scope {scope}.");

    private static IResult Unauthenticated(string message) =>
        Envelope.Refused(StatusCodes.Status401Unauthorized, AnswerCode.Unauthenticated, message);

    private IResult OfNobody(HttpContext context, string message) =>
        rates.IsTooMany(context, $"address {Address(context)}", CallsPerAddress) ? Envelope.TooMany() : Unauthenticated(message);

    private static string? Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    private static string? TokenOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
    }
}
