namespace Connectors.Core.Tenancy;

/// <summary>A change of retention; what is null stays. Ranges: <see cref="TenantRetention"/>.</summary>
/// <param name="TranscriptDays">Transcripts.</param>
/// <param name="EventDays">Events.</param>
/// <param name="SessionDays">The sessions themselves.</param>
/// <param name="DeliveryDays">Deliveries of webhooks.</param>
public sealed record RetentionChange(
    int? TranscriptDays = null, int? EventDays = null, int? SessionDays = null, int? DeliveryDays = null)
{
    /// <summary>The retention after the change.</summary>
    /// <param name="old">The retention before.</param>
    public TenantRetention ApplyTo(TenantRetention old) => new(
        TranscriptDays ?? old.TranscriptDays,
        EventDays ?? old.EventDays,
        SessionDays ?? old.SessionDays,
        DeliveryDays ?? old.DeliveryDays);
}
