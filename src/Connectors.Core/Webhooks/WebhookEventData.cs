using Connectors.Core.Sessions;

namespace Connectors.Core.Webhooks;

/// <summary>What an event is about; what doesn't belong to its type is left out.</summary>
internal sealed record WebhookEventData
{
    public string? SessionId { get; init; }

    public string? Result { get; init; }

    public string? EndedBy { get; init; }

    public string? Reason { get; init; }

    public string? CredentialId { get; init; }

    public string? Code { get; init; }

    public string? WebhookId { get; init; }

    public static WebhookEventData Of(string sessionId, SessionEnd end) => new()
    {
        SessionId = sessionId,
        Result = WebhookJson.Word(end.Result),
        EndedBy = WebhookJson.Word(end.EndedBy),
        Reason = end.Reason,
    };
}
