using System.Globalization;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Providers.Gemini;

/// <summary>
/// What Gemini's close statuses and reasons, error names and HTTP statuses mean for a tenant. Gemini documents none of them;
/// the words looked for are those seen in its reasons, which are never shown, because they may quote what was sent.
/// </summary>
internal static class GeminiLiveCloses
{
    /// <summary>Such a key can't even be sent.</summary>
    public static AgentEvent.Closed BadKey { get; } = new(
        CloseKind.Unauthorized, false, "invalid-api-key", "The Gemini API key is empty or has characters that no key has.");

    /// <summary>The conversation did not become ready in time.</summary>
    public static AgentEvent.Closed OpenTimeout { get; } =
        new(CloseKind.Network, true, "open-timeout", "Gemini did not open the session in time.");

    /// <summary>Ends that Gemini doesn't tell.</summary>
    public static DialogCloses Common { get; } = new(
        new(CloseKind.ProtocolError, true, "malformed-messages", "Gemini's messages could not be understood."), OpenTimeout);

    /// <summary>The audio has another format than it always has; it would be noise in the room.</summary>
    public static AgentEvent.Closed WrongFormat { get; } =
        new(CloseKind.Misconfigured, false, "audio-format", "Gemini sent audio that is not PCM at 24 kHz.");

    /// <summary>What the names of Google's errors (google.rpc.Code) mean; null for those that leave the conversation as it is.</summary>
    /// <param name="status">Such as <c>RESOURCE_EXHAUSTED</c>.</param>
    public static AgentEvent.Closed? OfStatus(string status) => status switch
    {
        "UNAUTHENTICATED" or "PERMISSION_DENIED" => KeyRefused(status),
        "RESOURCE_EXHAUSTED" => QuotaExceeded(status),
        "NOT_FOUND" => ModelUnknown(status),
        "DEADLINE_EXCEEDED" => Expired(status),
        "UNAVAILABLE" or "INTERNAL" => new(CloseKind.ProviderError, true, status, "Gemini failed."),
        _ => null,
    };

    /// <summary>The end of the socket, where nothing said before explains it.</summary>
    /// <param name="end">How the socket ended.</param>
    /// <param name="stage">How far the conversation had come.</param>
    public static AgentEvent.Closed OfSocket(SocketEnd end, GeminiLiveStage stage)
    {
        var status = end.Status.ToString(CultureInfo.InvariantCulture);
        return end.Kind switch
        {
            SocketEndKind.ClosedByUs => new(CloseKind.EndedByHost, false, "closed", "The conversation was closed."),
            SocketEndKind.ClosedByPeer => OfClose(end, status, stage),
            SocketEndKind.Refused => OfUpgrade(end.Status, status),
            SocketEndKind.MessageTooLarge => new(
                CloseKind.ProtocolError, true, "message-too-large", "Gemini sent a message over the size limit."),
            SocketEndKind.Unreachable => new(CloseKind.Network, true, "unreachable", "Gemini could not be reached."),
            SocketEndKind.AddressRefused => new(
                CloseKind.Misconfigured, false, "address-refused", $"Gemini can't be reached at this address (baseUrl). {end.Reason}"),
            SocketEndKind.OpenTimeout => OpenTimeout,
            SocketEndKind.Stalled => new(CloseKind.Network, true, "stalled", "Gemini stopped reading."),
            _ => new(CloseKind.Network, true, "lost", "The connection to Gemini was lost."),
        };
    }

    private static AgentEvent.Closed OfClose(SocketEnd end, string status, GeminiLiveStage stage)
    {
        if (OfReason(end.Reason, status) is { } known)
        {
            return known;
        }

        return stage switch
        {
            GeminiLiveStage.Resuming when end.Status is 1007 or 1008 => new(
                CloseKind.ProtocolError, true, "resume-refused", "Gemini has not kept the conversation; it goes on from its transcript."),
            GeminiLiveStage.Opening when end.Status is 1007 or 1008 => new(
                CloseKind.Misconfigured, false, status, "Gemini refused the session's settings; check model, voice, language and tools."),
            GeminiLiveStage.GoingAway when end.Status is 1000 or 1001 or 1008 or 1011 => Expired(status),
            _ => OfConversation(end.Status, status),
        };
    }

    private static AgentEvent.Closed OfConversation(int code, string status) => code switch
    {
        1000 => new(CloseKind.EndedByAgent, false, status, "Gemini ended the conversation in good order."),
        1002 or 1003 or 1007 or 1009 => new(CloseKind.ProtocolError, true, status, "Gemini could not understand a message."),
        1008 => new(
            CloseKind.ProtocolError, true, status, "Gemini does not allow a message at this moment, such as audio during a tool call."),
        1013 => new(CloseKind.RateLimited, true, status, "Gemini is overloaded or limits this account's rate."),
        _ => new(CloseKind.ProviderError, true, status, "Gemini closed the connection."),
    };

    private static AgentEvent.Closed? OfReason(string reason, string status)
    {
        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (reason.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        return Says("API key", "API_KEY", "credential", "unregistered callers", "PERMISSION_DENIED", "permission denied")
                ? KeyRefused(status)
            : Says("quota", "billing", "RESOURCE_EXHAUSTED") ? QuotaExceeded(status)
            : Says("is not found", "not supported for bidi") ? ModelUnknown(status)
            : Says("deadline expired") ? Expired(status)
            : null;
    }

    private static AgentEvent.Closed OfUpgrade(int statusCode, string status) => statusCode switch
    {
        400 or 401 or 403 => KeyRefused(status),
        404 => new(CloseKind.Misconfigured, false, status, "The address (baseUrl) has no Live API."),
        429 => new(CloseKind.RateLimited, true, status, "Gemini's rate limit of this account is reached, or its quota is used up."),
        408 or >= 500 => new(CloseKind.ProviderError, true, status, "Gemini failed to open the session."),
        _ => new(CloseKind.Misconfigured, false, status, "Gemini refused the connection; check key and address."),
    };

    private static AgentEvent.Closed KeyRefused(string code) =>
        new(CloseKind.Unauthorized, false, code, "Gemini refused the API key. Register a valid one that may use the Live API.");

    private static AgentEvent.Closed QuotaExceeded(string code) =>
        new(CloseKind.QuotaExceeded, false, code, "The quota of the Gemini API key's project is used up. Raise it or enable billing.");

    private static AgentEvent.Closed ModelUnknown(string code) =>
        new(CloseKind.Misconfigured, false, code, "Gemini doesn't know the model, or it is not one of the Live API.");

    private static AgentEvent.Closed Expired(string code) =>
        new(CloseKind.MaximumDuration, true, code, "Gemini ended the connection, as it does after some minutes.");
}
