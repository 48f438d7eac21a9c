namespace Connectors.Core.Tenancy;

/// <summary>What a tenant may have and do at once; the operator decides.</summary>
public sealed record TenantQuotas
{
    /// <summary>Sessions at once. Default 10, 0 to 100,000.</summary>
    public int SessionsAtOnce { get; init; } = 10;

    /// <summary>Session starts within any minute. Default 60, 0 to 100,000.</summary>
    public int StartsPerMinute { get; init; } = 60;

    /// <summary>Calls of our API within any second, for each key. Default 50, 1 to 10,000.</summary>
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>Credentials. Default 100, 0 to 10,000.</summary>
    public int Credentials { get; init; } = 100;

    /// <summary>Voice agents. Default 200, 0 to 10,000.</summary>
    public int VoiceAgents { get; init; } = 200;

    /// <summary>Webhooks. Default 20, 0 to 1,000.</summary>
    public int Webhooks { get; init; } = 20;

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
