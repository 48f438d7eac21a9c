using System.Globalization;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Providers.Deepgram;

/// <summary>What Deepgram's error codes, close statuses and HTTP statuses mean for a tenant.</summary>
internal static class DeepgramCloses
{
    /// <summary>An <c>Error</c> of the server (Deepgram docs, "Voice Agent: Errors &amp; Warnings").</summary>
    /// <param name="code">Its code.</param>
    /// <param name="isReady">Whether the conversation had begun.</param>
    public static AgentEvent.Closed OfError(string? code, bool isReady)
    {
        var name = LenientJson.Name(code);
        return code switch
        {
            "CLIENT_MESSAGE_TIMEOUT" => new(
                CloseKind.Idle, true, name, "Deepgram had neither audio nor a sign of life from us for too long."),
            "INVALID_SETTINGS" => new(
                CloseKind.Misconfigured, false, name, "Deepgram refused the session's settings; check models, voice and language."),
            "FAILED_TO_START_LISTENING" when !isReady => new(
                CloseKind.Misconfigured, false, name, "Deepgram could not begin to listen; check listen.model and language."),
            "FAILED_TO_START_LISTENING" or "ASR_CONNECTION_CLOSED" or "ASR_DRIVER_TIMEOUT" => new(
                CloseKind.ProviderError, true, name, "Deepgram's speech recognition failed."),
            "USER_AUDIO_FORMAT" => new(CloseKind.ProtocolError, true, name, "Deepgram could not read the user's audio."),
            "UNPARSABLE_CLIENT_MESSAGE" or "NON_SETTINGS_MESSAGE_BEFORE_SETTINGS" or "SETTINGS_ALREADY_APPLIED" => new(
                CloseKind.ProtocolError, true, name, "Deepgram could not understand a message."),
            _ when IsQuota(code) => Quota(name),
            _ => new(CloseKind.ProviderError, true, name, "Deepgram failed."),
        };
    }

    /// <summary>The end of the socket, where nothing said before explains it.</summary>
    /// <param name="end">How the socket ended.</param>
    /// <param name="isReady">Whether the conversation had begun.</param>
    public static AgentEvent.Closed OfSocket(SocketEnd end, bool isReady)
    {
        var status = end.Status.ToString(CultureInfo.InvariantCulture);
        return end.Kind switch
        {
            SocketEndKind.ClosedByUs => new(CloseKind.EndedByHost, false, "closed", "The conversation was closed."),
            SocketEndKind.ClosedByPeer => OfClose(end, status, isReady),
            SocketEndKind.Refused => OfUpgrade(end.Status, status),
            SocketEndKind.MessageTooLarge => new(
                CloseKind.ProtocolError, true, "message-too-large", "Deepgram sent a message over the size limit."),
            SocketEndKind.Unreachable => new(CloseKind.Network, true, "unreachable", "Deepgram could not be reached."),
            SocketEndKind.AddressRefused => new(
                CloseKind.Misconfigured, false, "address-refused", $"Deepgram can't be reached at this address (baseUrl). {end.Reason}"),
            SocketEndKind.OpenTimeout => OpenTimeout,
            SocketEndKind.Stalled => new(CloseKind.Network, true, "stalled", "Deepgram stopped reading."),
            _ => new(CloseKind.Network, true, "lost", "The connection to Deepgram was lost."),
        };
    }

    /// <summary>Such a key can't even be sent.</summary>
    public static AgentEvent.Closed BadKey { get; } = new(
        CloseKind.Unauthorized, false, "invalid-api-key", "The Deepgram API key is empty or has characters that no key has.");

    /// <summary>The conversation did not become ready in time.</summary>
    public static AgentEvent.Closed OpenTimeout { get; } =
        new(CloseKind.Network, true, "open-timeout", "Deepgram did not open the session in time.");

    /// <summary>Ends that Deepgram doesn't tell.</summary>
    public static DialogCloses Common { get; } = new(
        new(CloseKind.ProtocolError, true, "malformed-messages", "Deepgram's messages could not be understood."), OpenTimeout);

    /// <summary>Whether a code says that the account has no credit left, such as <c>ASR_PAYMENT_REQUIRED</c>.</summary>
    public static bool IsQuota(string? code) => code?.EndsWith("PAYMENT_REQUIRED", StringComparison.Ordinal) == true;

    private static AgentEvent.Closed Quota(string code) =>
        new(CloseKind.QuotaExceeded, false, code, "The Deepgram project has no credit left. Top it up.");

    // Reasons as Deepgram's other sockets have them (deepgram-api-specs, "closeFrame"); the agents' own are not documented.
    private static AgentEvent.Closed OfClose(SocketEnd end, string status, bool isReady)
    {
        if (IsQuota(end.Reason))
        {
            return Quota(status);
        }

        if (end.Reason.StartsWith("NET-0003", StringComparison.Ordinal))
        {
            return new(CloseKind.MaximumDuration, true, status, "Deepgram ended the session at its longest duration (2 hours).");
        }

        return end.Status switch
        {
            1000 when isReady => new(CloseKind.EndedByAgent, false, status, "Deepgram ended the conversation in good order."),
            1002 or 1003 or 1007 or 1009 => new(CloseKind.ProtocolError, true, status, "Deepgram could not understand a message."),
            1008 when isReady => new(CloseKind.ProtocolError, true, status, "Deepgram ended the conversation by its policy."),
            1008 => new(CloseKind.Misconfigured, false, status, "Deepgram refused the session by its policy; check key and settings."),
            1013 => new(CloseKind.RateLimited, true, status, "Deepgram is overloaded or limits this project's rate."),
            _ => new(CloseKind.ProviderError, true, status, "Deepgram closed the connection."),
        };
    }

    private static AgentEvent.Closed OfUpgrade(int statusCode, string status) => statusCode switch
    {
        401 => new(CloseKind.Unauthorized, false, status, "Deepgram refused the API key. Register a valid one."),
        402 => Quota(status),
        403 => new(CloseKind.Unauthorized, false, status, "The API key may not hold conversations with voice agents."),
        404 => new(CloseKind.Misconfigured, false, status, "There is no voice agent at this address."),
        429 => new(CloseKind.RateLimited, true, status, "Too many conversations of this Deepgram project at once."),
        408 or >= 500 => new(CloseKind.ProviderError, true, status, "Deepgram failed to open the session."),
        _ => new(CloseKind.Misconfigured, false, status, "Deepgram refused the connection; check key and address."),
    };
}
