using System.Globalization;
using System.Net.WebSockets;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Providers.CustomAgent;

/// <summary>What close and HTTP statuses of an agent mean, and by which statuses we close (docs/11-custom-agent.md, "Ends").</summary>
internal static class CustomAgentCloses
{
    private const int LongestReason = 123;

    /// <summary>Such a secret can't even be sent.</summary>
    public static AgentEvent.Closed BadKey { get; } = new(
        CloseKind.Unauthorized, false, "invalid-secret",
        "The agent's secret is empty or has characters that can't be sent: letters, digits and punctuation of ASCII only.");

    /// <summary>Whatever answers there doesn't speak our protocol.</summary>
    public static AgentEvent.Closed WrongSubprotocol { get; } = new(
        CloseKind.Misconfigured, false, "wrong-subprotocol",
        $"The agent did not choose the WebSocket subprotocol {CustomAgentConnector.Subprotocol}.");

    /// <summary>Ends of which the agent tells nothing.</summary>
    public static DialogCloses Common { get; } = new(
        new(CloseKind.ProtocolError, true, "malformed-messages", "Too many of the agent's messages could not be understood."),
        new(CloseKind.Network, true, "open-timeout", "The agent did not come to its ready in time."));

    /// <summary>The agent's <c>ready</c> can't be accepted.</summary>
    /// <param name="fault">What is wrong with it.</param>
    public static AgentEvent.Closed BadReady(string fault) =>
        new(CloseKind.Misconfigured, false, "bad-ready", $"The agent's ready can't be accepted: {fault}.");

    /// <summary>The end of the socket, where we did not decide it.</summary>
    /// <param name="end">How the socket ended.</param>
    /// <param name="isReady">Whether the conversation had begun.</param>
    public static AgentEvent.Closed OfSocket(SocketEnd end, bool isReady)
    {
        var status = end.Status.ToString(CultureInfo.InvariantCulture);
        return end.Kind switch
        {
            SocketEndKind.ClosedByUs => new(CloseKind.EndedByHost, false, "closed", "The conversation was closed."),
            SocketEndKind.ClosedByPeer => OfClose(end.Status, status, isReady),
            SocketEndKind.Refused => OfUpgrade(end.Status, status),
            SocketEndKind.MessageTooLarge => new(
                CloseKind.ProtocolError, true, "message-too-large", "The agent sent a message of more than 4 MiB."),
            SocketEndKind.Unreachable => OfUnreachable(end.Reason),
            SocketEndKind.AddressRefused => new(
                CloseKind.Misconfigured, false, "address-refused", $"The agent can't be reached at this address (url). {end.Reason}"),
            SocketEndKind.OpenTimeout => new(CloseKind.Network, true, "no-answer", "Nothing answered at the agent's address in time."),
            SocketEndKind.Stalled => new(CloseKind.Network, true, "stalled", "The agent stopped reading."),
            _ => new(CloseKind.Network, true, "lost", "The connection to the agent was lost."),
        };
    }

    /// <summary>How the agent learns that we end the conversation and why.</summary>
    /// <param name="ending">The reason, of ours.</param>
    public static (WebSocketCloseStatus Status, string Reason) FarewellOf(AgentEvent.Closed ending)
    {
        var status = ending.Code switch
        {
            "malformed-messages" => 4400,
            "wrong-subprotocol" => 4406,
            "open-timeout" => 4408,
            "bad-ready" => 4422,
            _ => 1000,
        };
        return ((WebSocketCloseStatus)status, ending.Reason.Length <= LongestReason ? ending.Reason : ending.Reason[..LongestReason]);
    }

    private static AgentEvent.Closed OfUnreachable(string reason) => reason switch
    {
        SocketEnd.Tls => new(
            CloseKind.Misconfigured, false, "tls-failed",
            "The agent was reached, but TLS failed: check its certificate, its name in it, and that the port speaks TLS."),
        SocketEnd.Subprotocol => WrongSubprotocol,
        _ => new(CloseKind.Network, true, "unreachable", "The agent could not be reached."),
    };

    private static AgentEvent.Closed OfClose(int statusCode, string status, bool isReady) => statusCode switch
    {
        1000 when isReady => new(CloseKind.EndedByAgent, false, status, "The agent ended the conversation."),
        1000 or 1008 => new(CloseKind.Misconfigured, false, status, "The agent refused the conversation."),
        1002 or 1003 or 1007 or 1009 or 4400 => new(
            CloseKind.ProtocolError, true, status, "The agent could not understand a message of ours."),
        4401 or 4403 => new(CloseKind.Unauthorized, false, status, "The agent refused the secret."),
        4402 => new(CloseKind.QuotaExceeded, false, status, "The agent says that its quota is used up."),
        4404 or 4422 => new(CloseKind.Misconfigured, false, status, "The agent refused its parameters."),
        4408 => new(CloseKind.Idle, true, status, "The agent heard nothing for too long."),
        4409 => new(CloseKind.ProviderError, true, status, "The agent can't go on with the conversation it was asked to resume."),
        4410 => new(CloseKind.MaximumDuration, true, status, "The agent's time limit was reached."),
        1013 or 4429 => new(CloseKind.RateLimited, true, status, "The agent has too many conversations at once."),
        _ => new(CloseKind.ProviderError, true, status, "The agent failed."),
    };

    private static AgentEvent.Closed OfUpgrade(int statusCode, string status) => statusCode switch
    {
        401 or 403 => new(CloseKind.Unauthorized, false, status, "The agent refused the secret."),
        402 => new(CloseKind.QuotaExceeded, false, status, "The agent says that its quota is used up."),
        404 => new(CloseKind.Misconfigured, false, status, "There is no agent at this address."),
        429 => new(CloseKind.RateLimited, true, status, "The agent has too many conversations at once."),
        408 or >= 500 => new(CloseKind.ProviderError, true, status, "The agent's server failed to open the conversation."),
        _ => new(
            CloseKind.Misconfigured, false, status,
            $"The agent's server answered the WebSocket upgrade with HTTP {status}: check the address, its path above all."),
    };
}
