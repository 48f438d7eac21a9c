using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Access;

/// <summary>Who makes a request.</summary>
/// <param name="Caller">The caller, as desks want it.</param>
/// <param name="Key">By which key.</param>
/// <param name="Tenant">For which tenant; null for the operator.</param>
internal sealed record ApiAccess(Caller Caller, ApiKey Key, Tenant? Tenant)
{
    private static readonly object ItemKey = new();

    /// <summary>The tenant's id, or the operator's.</summary>
    public string TenantId => Caller.TenantId;

    public static ValueTask<ApiAccess?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    public static ApiAccess? Of(HttpContext context) => context.Items.TryGetValue(ItemKey, out var access) ? (ApiAccess?)access : null;

    public void Attach(HttpContext context) => context.Items[ItemKey] = this;
}
