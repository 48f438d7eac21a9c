using System.Security.Claims;
using System.Text.Encodings.Web;
using Connectors.Core.Auditing;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Connectors.Server.Api.Access;

/// <summary>Recognises callers by their API key: <c>Authorization: Bearer ck_…</c> or <c>X-API-KEY: ck_…</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyDesk keys,
    TenantDesk tenants,
    IAuditLog audit) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string HeaderName = "X-API-KEY";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.AuthenticateAsync(text, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("No such key.");
        }

        Tenant? tenant = null;
        if (key.Scope != ApiScope.Operator)
        {
            tenant = (await tenants.FindAsync(key.TenantId, Context.RequestAborted))?.Value;
            if (tenant?.State != TenantState.Active)
            {
                return AuthenticateResult.Fail("The tenant is not active.");
            }
        }

        new ApiAccess(new(key.TenantId, $"key:{key.Id}", Context.Connection.RemoteIpAddress?.ToString()), key, tenant).Attach(Context);
        var identity = new ClaimsIdentity([ApiPolicies.ScopeOf(key)], SchemeName);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Answer.Of(Problems.Unauthorized).ExecuteAsync(Context);

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (ApiAccess.Of(Context) is { } access)
        {
            await audit.WriteAsync(AccessAudit.Refused(access, Context, Problems.Forbidden), [], Context.RequestAborted);
        }

        await Answer.Of(Problems.Forbidden).ExecuteAsync(Context);
    }

    private static string? KeyOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
            : request.Headers.TryGetValue(HeaderName, out var header) ? header.ToString()
            : null;
    }
}
