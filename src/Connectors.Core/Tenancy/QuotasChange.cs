namespace Connectors.Core.Tenancy;

/// <summary>A change of quotas; what is null stays. Ranges: <see cref="TenantQuotas"/>.</summary>
/// <param name="SessionsAtOnce">Sessions at once.</param>
/// <param name="StartsPerMinute">Session starts within any minute.</param>
/// <param name="RequestsPerSecond">Calls of our API within any second, for each key.</param>
/// <param name="Credentials">Credentials.</param>
/// <param name="VoiceAgents">Voice agents.</param>
/// <param name="Webhooks">Webhooks.</param>
public sealed record QuotasChange(
    int? SessionsAtOnce = null,
    int? StartsPerMinute = null,
    int? RequestsPerSecond = null,
    int? Credentials = null,
    int? VoiceAgents = null,
    int? Webhooks = null)
{
    /// <summary>The quotas after the change.</summary>
    /// <param name="old">The quotas before.</param>
    public TenantQuotas ApplyTo(TenantQuotas old) => new(
        SessionsAtOnce ?? old.SessionsAtOnce,
        StartsPerMinute ?? old.StartsPerMinute,
        RequestsPerSecond ?? old.RequestsPerSecond,
        Credentials ?? old.Credentials,
        VoiceAgents ?? old.VoiceAgents,
        Webhooks ?? old.Webhooks);
}
