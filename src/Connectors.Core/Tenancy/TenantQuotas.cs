namespace Connectors.Core.Tenancy;

/// <summary>What a tenant may have and do at once; the operator decides.</summary>
/// <param name="SessionsAtOnce">Sessions at once. Default 10, 0 to 100,000.</param>
/// <param name="StartsPerMinute">Session starts within any minute. Default 60, 0 to 100,000.</param>
/// <param name="RequestsPerSecond">Calls of our API within any second, for each key. Default 50, 1 to 10,000.</param>
/// <param name="Credentials">Credentials. Default 100, 0 to 10,000.</param>
/// <param name="VoiceAgents">Voice agents. Default 200, 0 to 10,000.</param>
/// <param name="Webhooks">Webhooks. Default 20, 0 to 1,000.</param>
public sealed record TenantQuotas(
    int SessionsAtOnce = 10,
    int StartsPerMinute = 60,
    int RequestsPerSecond = 50,
    int Credentials = 100,
    int VoiceAgents = 200,
    int Webhooks = 20)
{
    /// <summary>Everything that is wrong.</summary>
    public IEnumerable<FieldError> Errors() => new[]
    {
        FieldError.UnlessIn("sessions_at_once", SessionsAtOnce, 0, 100_000),
        FieldError.UnlessIn("starts_per_minute", StartsPerMinute, 0, 100_000),
        FieldError.UnlessIn("requests_per_second", RequestsPerSecond, 1, 10_000),
        FieldError.UnlessIn("credentials", Credentials, 0, 10_000),
        FieldError.UnlessIn("voice_agents", VoiceAgents, 0, 10_000),
        FieldError.UnlessIn("webhooks", Webhooks, 0, 1_000),
    }.OfType<FieldError>();
}
