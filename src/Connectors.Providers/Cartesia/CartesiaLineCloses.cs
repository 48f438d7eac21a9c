using System.Globalization;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Providers.Cartesia;

/// <summary>
/// What Cartesia's close codes, their reasons and HTTP statuses mean for a tenant. Reasons are never repeated: an agent's author
/// writes some of them.
/// </summary>
internal static class CartesiaLineCloses
{
    /// <summary>Such a key can't even be sent.</summary>
    public static AgentEvent.Closed BadKey { get; } = new(
        CloseKind.Unauthorized, false, "invalid-api-key", "The Cartesia API key is empty or has characters that no key has.");

    /// <summary>The call did not become ready in time.</summary>
    public static AgentEvent.Closed OpenTimeout { get; } =
        new(CloseKind.Network, true, "open-timeout", "Cartesia did not begin the call in time.");

    /// <summary>Ends that Cartesia doesn't tell.</summary>
    public static DialogCloses Common { get; } = new(
        new(CloseKind.ProtocolError, true, "malformed-messages", "Cartesia's messages could not be understood."), OpenTimeout);

    /// <summary>The call was given a format that we can't speak.</summary>
    public static AgentEvent.Closed UnknownFormat { get; } = new(
        CloseKind.Misconfigured, false, "audio-format-unknown", "Cartesia gave the call an audio format that is not known here.");

    /// <summary>The end of the socket, where nothing said before explains it.</summary>
    /// <param name="end">How the socket ended.</param>
    /// <param name="isReady">Whether the call had begun.</param>
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

    // Everything that Cartesia ends in good order has the code 1000, an idle call too; the reason tells them apart (Cartesia docs,
    // "Web Calls", connection management).
    private static AgentEvent.Closed OfClose(SocketEnd end, string status, bool isReady) => end.Status switch
    {
        1000 when end.Reason.StartsWith("connection idle timeout", StringComparison.OrdinalIgnoreCase) => new(
            CloseKind.Idle, true, "idle", "Cartesia had no message from us for too long."),
        1000 when isReady || end.Reason.StartsWith("call ended by agent", StringComparison.OrdinalIgnoreCase) => new(
            CloseKind.EndedByAgent, false, status, "The agent ended the call."),
        1000 => new(CloseKind.ProviderError, true, status, "Cartesia ended the call before it began."),
        1002 or 1003 or 1007 or 1009 => new(CloseKind.ProtocolError, true, status, "Cartesia could not understand a message."),
        1008 when isReady => new(CloseKind.ProtocolError, true, status, "Cartesia ended the call by its policy."),
        1008 => new(CloseKind.Misconfigured, false, status, "Cartesia refused the call by its policy; check key and settings."),
        1013 => new(CloseKind.RateLimited, true, status, "Cartesia is overloaded or limits this account's rate."),
        _ => new(CloseKind.ProviderError, true, status, "Cartesia closed the connection."),
    };

    private static AgentEvent.Closed OfUpgrade(int statusCode, string status) => statusCode switch
    {
        401 => new(CloseKind.Unauthorized, false, status, "Cartesia refused the API key. Register a valid one."),
        402 => new(CloseKind.QuotaExceeded, false, status, "The Cartesia account has no credit left. Top it up."),
        403 => new(CloseKind.Unauthorized, false, status, "The API key may not call this agent."),
        404 => new(CloseKind.Misconfigured, false, "agent-unknown", "Cartesia has no such agent; check agentId."),
        429 => new(CloseKind.RateLimited, true, status, "Too many calls of this Cartesia account at once."),
        408 or >= 500 => new(CloseKind.ProviderError, true, status, "Cartesia failed to begin the call."),
        _ => new(CloseKind.Misconfigured, false, status, "Cartesia refused the connection; check key, agent and address."),
    };
}
