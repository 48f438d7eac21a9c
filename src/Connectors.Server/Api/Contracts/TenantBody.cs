using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>A tenant as the operator wants it; in a change, what is left out stays.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Quotas">What it may have and do at once.</param>
/// <param name="Suspended">Whether its keys are refused.</param>
/// <param name="MetricsGroup">
/// By what metrics tell it apart, with others of the same group: up to 32 of a to z, 0 to 9 and -; empty for none. Sessions that begin
/// from then on.
/// </param>
internal sealed record TenantBody(
    string? Name = null, QuotasChange? Quotas = null, bool? Suspended = null, string? MetricsGroup = null)
{
    public TenantDraft ToDraft() => new(Name, Quotas, Suspended, MetricsGroup);
}
