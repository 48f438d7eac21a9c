using System.Globalization;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Providers.Cartesia.Managed;

/// <summary>
/// What Cartesia's errors, close codes and HTTP statuses mean for a tenant. Their words are never repeated: they may quote what was
/// said. Documented are 1008 for errors of the client and of the protocol, 1011 for an agent that failed, and that the connection is
/// closed when the agent hangs up (Cartesia's AsyncAPI of 2026-08-14); the rest is unverified and read with care.
/// </summary>
internal static class CartesiaManagedCloses
{
    /// <summary>Such a key can't even be sent.</summary>
    public static AgentEvent.Closed BadKey { get; } = new(
        CloseKind.Unauthorized, false, "invalid-api-key", "The Cartesia API key is empty or has characters that no key has.");

    /// <summary>The conversation did not become ready in time.</summary>
    public static AgentEvent.Closed OpenTimeout { get; } =
        new(CloseKind.Network, true, "open-timeout", "Cartesia did not begin the conversation in time.");

    /// <summary>Ends that Cartesia doesn't tell.</summary>
    public static DialogCloses Common { get; } = new(
        new(CloseKind.ProtocolError, true, "malformed-messages", "Cartesia's messages could not be understood."), OpenTimeout);

    /// <summary>The conversation was given a format that we can't speak.</summary>
    public static AgentEvent.Closed UnknownFormat { get; } = new(
        CloseKind.Misconfigured, false, "audio-format-unknown",
        "Cartesia gave the conversation an audio format that is not known here.");

    /// <summary>An error after which Cartesia closes the connection.</summary>
    /// <param name="code">Its code, a name.</param>
    /// <param name="isReady">Whether the conversation had begun.</param>
    public static AgentEvent.Closed OfError(string code, bool isReady) => code switch
    {
        "invalid_event" when isReady => new(CloseKind.ProtocolError, true, code, "Cartesia could not understand a message of ours."),
        "invalid_event" => new(
            CloseKind.Misconfigured, false, code,
            "Cartesia did not take how the conversation was to begin; check audioFormat, outputDelivery and dynamicVariables."),
        "agent_failed" => new(CloseKind.ProviderError, true, code, "The agent failed at Cartesia."),
        "missing_dynamic_variables" => new(
            CloseKind.Misconfigured, false, code, "A variable of the agent's welcome message has no value; give one in dynamicVariables."),
        "invalid_dynamic_variables" => new(
            CloseKind.Misconfigured, false, code, "Cartesia did not take the names or values of the dynamic variables."),
        "dynamic_variables_not_allowed" => new(
            CloseKind.Misconfigured, false, code, "This key may not set dynamic variables; register an API key, not an access token."),

        // Codes of Cartesia's HTTP errors (Cartesia docs, "API Errors"); that they come here is unverified.
        "quota_exceeded" => new(CloseKind.QuotaExceeded, false, code, "The Cartesia account has no credit left. Top it up."),
        "concurrency_limited" => new(CloseKind.RateLimited, true, code, "Too many conversations of this Cartesia account at once."),
        _ => new(CloseKind.ProviderError, true, code, "Cartesia ended the conversation because of an error."),
    };

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
                CloseKind.ProtocolError, true, "message-too-large", "Cartesia sent a message over the size limit."),
            SocketEndKind.Unreachable => new(CloseKind.Network, true, "unreachable", "Cartesia could not be reached."),
            SocketEndKind.AddressRefused => new(
                CloseKind.Misconfigured, false, "address-refused", $"Cartesia can't be reached at this address (baseUrl). {end.Reason}"),
            SocketEndKind.OpenTimeout => OpenTimeout,
            SocketEndKind.Stalled => new(CloseKind.Network, true, "stalled", "Cartesia stopped reading."),
            _ => new(CloseKind.Network, true, "lost", "The connection to Cartesia was lost."),
        };
    }

    private static AgentEvent.Closed OfClose(SocketEnd end, string status, bool isReady) => end.Status switch
    {
        // How a silent client is told is not documented; calls of Line are closed in good order, with these words.
        _ when end.Reason.StartsWith("connection idle timeout", StringComparison.OrdinalIgnoreCase) => new(
            CloseKind.Idle, true, "idle", "Cartesia had no message from us for too long."),
        1000 when isReady => new(CloseKind.EndedByAgent, false, status, "The agent ended the conversation."),
        1000 => new(CloseKind.ProviderError, true, status, "Cartesia ended the conversation before it began."),
        1002 or 1003 or 1007 or 1009 => new(CloseKind.ProtocolError, true, status, "Cartesia could not understand a message."),
        1008 when isReady => new(CloseKind.ProtocolError, true, status, "Cartesia ended the conversation by its policy."),
        1008 => new(CloseKind.Misconfigured, false, status, "Cartesia refused the conversation by its policy; check key and settings."),
        1013 => new(CloseKind.RateLimited, true, status, "Cartesia is overloaded or limits this account's rate."),
        _ => new(CloseKind.ProviderError, true, status, "Cartesia closed the connection."),
    };

    private static AgentEvent.Closed OfUpgrade(int statusCode, string status) => statusCode switch
    {
        401 => new(CloseKind.Unauthorized, false, status, "Cartesia refused the API key. Register a valid one."),
        402 => new(CloseKind.QuotaExceeded, false, status, "The Cartesia account has no credit left. Top it up."),
        403 => new(CloseKind.Unauthorized, false, status, "The API key may not use this agent."),
        404 => new(CloseKind.Misconfigured, false, "agent-unknown", "Cartesia has no such Managed Agent; check agentId."),
        429 => new(CloseKind.RateLimited, true, status, "Too many conversations of this Cartesia account at once."),
        408 or >= 500 => new(CloseKind.ProviderError, true, status, "Cartesia failed to begin the conversation."),
        _ => new(CloseKind.Misconfigured, false, status, "Cartesia refused the connection; check key, agent and address."),
    };
}
