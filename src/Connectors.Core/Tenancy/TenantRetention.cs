namespace Connectors.Core.Tenancy;

/// <summary>How many days after their end sessions and what was said in them are kept; the tenant decides.</summary>
public sealed record TenantRetention
{
    /// <summary>Transcripts. Default 30, 0 (never written) to 3,650.</summary>
    public int TranscriptDays { get; init; } = 30;

    /// <summary>Events, as the event stream shows them. Default 7, 0 (never written) to 3,650.</summary>
    public int EventDays { get; init; } = 7;

    /// <summary>The sessions themselves: times, connector, end. Default 90, 1 to 3,650.</summary>
    public int SessionDays { get; init; } = 90;

    /// <summary>Deliveries of webhooks. Default 14, 1 to 3,650.</summary>
    public int DeliveryDays { get; init; } = 14;

    /// <summary>Everything that is wrong.</summary>
    public IEnumerable<FieldError> Errors() => new[]
    {
        FieldError.UnlessIn("transcript_days", TranscriptDays, 0, 3_650),
        FieldError.UnlessIn("event_days", EventDays, 0, 3_650),
        FieldError.UnlessIn("session_days", SessionDays, 1, 3_650),
        FieldError.UnlessIn("delivery_days", DeliveryDays, 1, 3_650),
    }.OfType<FieldError>();
}
