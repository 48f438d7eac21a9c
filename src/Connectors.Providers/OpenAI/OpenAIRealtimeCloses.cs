using System.Globalization;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Providers.OpenAI;

/// <summary>What OpenAI's codes, close statuses and HTTP statuses mean for a tenant.</summary>
internal static class OpenAIRealtimeCloses
{
    /// <summary>Errors after which OpenAI serves nothing more, though it may leave the socket open; null for all others.</summary>
    /// <param name="code">An error's <c>code</c>.</param>
    public static AgentEvent.Closed? Fatal(string? code) => code switch
    {
        "insufficient_quota" or "billing_hard_limit_reached" => new(
            CloseKind.QuotaExceeded, false, code, "The OpenAI account has no credit or quota left. Top it up or raise its limit."),
        "invalid_api_key" => new(
            CloseKind.Unauthorized, false, code, "OpenAI refused the API key. Register a valid one."),
        "account_deactivated" => new(
            CloseKind.Unauthorized, false, code, "The OpenAI account of this API key is deactivated."),
        "session_expired" => new(
            CloseKind.MaximumDuration, true, code, "OpenAI ended the session at its longest duration (60 minutes)."),
        "model_not_found" => new(
            CloseKind.Misconfigured, false, code, "OpenAI doesn't know the model, or the API key has no access to it."),
        _ => null,
    };

    /// <summary>An error before the conversation was ready.</summary>
    /// <param name="code">An error's <c>code</c>.</param>
    /// <param name="type">Its <c>type</c>.</param>
    /// <param name="parameter">Its <c>param</c>.</param>
    public static AgentEvent.Closed DuringSetup(string? code, string? type, string? parameter)
    {
        var name = LenientJson.Name(code ?? type);
        return Fatal(code) ?? (type == "server_error"
            ? new(CloseKind.ProviderError, true, name, "OpenAI failed while the session was set up.")
            : code == "rate_limit_exceeded"
                ? new(CloseKind.RateLimited, true, name, "OpenAI's rate limit of this account is reached.")
                : new(CloseKind.Misconfigured, false, name, $"OpenAI refused the session's settings ({LenientJson.Name(parameter)})."));
    }

    /// <summary>The end of the socket, where nothing said before explains it.</summary>
    /// <param name="end">How the socket ended.</param>
    public static AgentEvent.Closed OfSocket(SocketEnd end)
    {
        var status = end.Status.ToString(CultureInfo.InvariantCulture);
        return end.Kind switch
        {
            SocketEndKind.ClosedByUs => new(CloseKind.EndedByHost, false, "closed", "The conversation was closed."),
            SocketEndKind.ClosedByPeer => OfClose(end, status),
            SocketEndKind.Refused => OfUpgrade(end.Status, status),
            SocketEndKind.MessageTooLarge => new(
                CloseKind.ProtocolError, true, "message-too-large", "OpenAI sent a message over the size limit."),
            SocketEndKind.Unreachable => new(CloseKind.Network, true, "unreachable", "OpenAI could not be reached."),
            SocketEndKind.AddressRefused => new(
                CloseKind.Misconfigured, false, "address-refused", $"OpenAI can't be reached at this address (baseUrl). {end.Reason}"),
            SocketEndKind.OpenTimeout => OpenTimeout,
            SocketEndKind.Stalled => new(CloseKind.Network, true, "stalled", "OpenAI stopped reading."),
            _ => new(CloseKind.Network, true, "lost", "The connection to OpenAI was lost."),
        };
    }

    /// <summary>Such a key can't even be sent.</summary>
    public static AgentEvent.Closed BadKey { get; } = new(
        CloseKind.Unauthorized, false, "invalid-api-key", "The OpenAI API key is empty or has characters that no key has.");

    /// <summary>The conversation did not become ready in time.</summary>
    public static AgentEvent.Closed OpenTimeout { get; } =
        new(CloseKind.Network, true, "open-timeout", "OpenAI did not open the session in time.");

    /// <summary>Ends that OpenAI doesn't tell.</summary>
    public static DialogCloses Common { get; } = new(
        new(CloseKind.ProtocolError, true, "malformed-messages", "OpenAI's messages could not be understood."), OpenTimeout);

    /// <summary>The session has audio in another format than asked for; it would be noise in the room.</summary>
    public static AgentEvent.Closed WrongFormat { get; } =
        new(CloseKind.Misconfigured, false, "audio-format", "OpenAI did not take 24 kHz PCM as the session's audio format.");

    private static AgentEvent.Closed OfClose(SocketEnd end, string status)
    {
        // With some closes the reason is "type.code", such as invalid_request_error.invalid_api_key.
        if (Fatal(end.Reason[(end.Reason.LastIndexOf('.') + 1)..]) is { } fatal)
        {
            return fatal;
        }

        return end.Status switch
        {
            1000 => new(CloseKind.EndedByAgent, false, status, "OpenAI ended the conversation in good order."),
            1001 => new(CloseKind.MaximumDuration, true, status, "OpenAI ended the session, as it does at its longest duration."),
            1002 or 1003 or 1007 or 1009 => new(CloseKind.ProtocolError, true, status, "OpenAI could not understand a message."),
            1008 or 3000 => new(CloseKind.Unauthorized, false, status, "OpenAI refused the connection by its policy; check key and model."),
            1013 => new(CloseKind.RateLimited, true, status, "OpenAI is overloaded or limits this account's rate."),
            _ => new(CloseKind.ProviderError, true, status, "OpenAI closed the connection."),
        };
    }

    private static AgentEvent.Closed OfUpgrade(int statusCode, string status) => statusCode switch
    {
        401 => new(CloseKind.Unauthorized, false, status, "OpenAI refused the API key. Register a valid one."),
        403 => new(CloseKind.Unauthorized, false, status, "The API key has no access to this model, project or region."),
        404 => new(CloseKind.Misconfigured, false, status, "OpenAI doesn't know the model, or the address is wrong."),
        429 => new(CloseKind.RateLimited, true, status, "OpenAI's rate limit of this account is reached, or its quota is used up."),
        408 or >= 500 => new(CloseKind.ProviderError, true, status, "OpenAI failed to open the session."),
        _ => new(CloseKind.Misconfigured, false, status, "OpenAI refused the connection; check model and address."),
    };
}
