namespace Connectors.Core.Webhooks;

/// <summary>Why a webhook is disabled.</summary>
public enum WebhookDisabling
{
    /// <summary>Its owner wanted it.</summary>
    ByTenant,

    /// <summary>The receiver answered 410.</summary>
    Gone,

    /// <summary>It failed for days, without any success.</summary>
    Failing,
}
