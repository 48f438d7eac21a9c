using Connectors.Core.Tenancy;
using Microsoft.AspNetCore.Authorization;

namespace Connectors.Server.Api.Access;

/// <summary>What a key's scope opens.</summary>
internal static class ApiPolicies
{
    public const string Operator = nameof(Operator);
    public const string Read = nameof(Read);
    public const string Sessions = nameof(Sessions);
    public const string Admin = nameof(Admin);

    private const string ScopeClaim = "scope";

    public static AuthorizationBuilder AddApiPolicies(this AuthorizationBuilder authorization) => authorization
        .AddPolicy(Operator, policy => policy.RequireClaim(ScopeClaim, nameof(ApiScope.Operator)))
        .AddPolicy(Admin, policy => policy.RequireClaim(ScopeClaim, nameof(ApiScope.Admin)))
        .AddPolicy(Sessions, policy => policy.RequireClaim(ScopeClaim, nameof(ApiScope.Admin), nameof(ApiScope.Sessions)))
        .AddPolicy(Read, policy => policy.RequireClaim(
            ScopeClaim, nameof(ApiScope.Admin), nameof(ApiScope.Sessions), nameof(ApiScope.Read)));

    public static System.Security.Claims.Claim ScopeOf(ApiKey key) => new(ScopeClaim, key.Scope.ToString());
}
