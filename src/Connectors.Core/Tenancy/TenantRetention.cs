namespace Connectors.Core.Tenancy;

/// <summary>How many days after their end sessions and what was said in them are kept; the tenant decides.</summary>
/// <param name="TranscriptDays">Transcripts. Default 30, 0 (never written) to 3,650.</param>
/// <param name="EventDays">Events, as the event stream shows them. Default 7, 0 (never written) to 3,650.</param>
/// <param name="SessionDays">The sessions themselves: times, connector, end. Default 90, 1 to 3,650.</param>
/// <param name="DeliveryDays">Deliveries of webhooks. Default 14, 1 to 3,650.</param>
public sealed record TenantRetention(int TranscriptDays = 30, int EventDays = 7, int SessionDays = 90, int DeliveryDays = 14)
{
    /// <summary>Everything that is wrong.</summary>
    public IEnumerable<FieldError> Errors() => new[]
    {
        FieldError.UnlessIn("transcript_days", TranscriptDays, 0, 3_650),
        FieldError.UnlessIn("event_days", EventDays, 0, 3_650),
        FieldError.UnlessIn("session_days", SessionDays, 1, 3_650),
        FieldError.UnlessIn("delivery_days", DeliveryDays, 1, 3_650),
    }.OfType<FieldError>();
}
