using System.Globalization;
using System.Text.RegularExpressions;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Providers.ElevenLabs;

/// <summary>
/// What ElevenLabs' closes and errors mean: close code, the error event before it, and parts of the reason (error types of
/// the asyncapi schema in elevenlabs/packages). The provider's own sentences never leave here: they may quote the conversation.
/// </summary>
internal static partial class ElevenLabsCloses
{
    public static AgentEvent.Closed BadKey { get; } = new(
        CloseKind.Unauthorized, Retryable: false, "invalid-api-key", "The ElevenLabs API key is empty or has characters that no key has.");

    public static AgentEvent.Closed BadAnswer { get; } = new(
        CloseKind.ProtocolError, Retryable: true, "bad-answer", "ElevenLabs answered something that is not what its documentation says.");

    public static AgentEvent.Closed ByHost { get; } = new(
        CloseKind.EndedByHost, Retryable: false, "closed", "The conversation was ended by us.");

    public static AgentEvent.Closed NoMetadata { get; } = new(
        CloseKind.Network, Retryable: true, "open-timeout", "ElevenLabs did not start the conversation in time.");

    public static AgentEvent.Closed Garbage { get; } = new(
        CloseKind.ProtocolError, Retryable: true, "malformed-messages", "ElevenLabs sent too many messages that can't be understood.");

    public static AgentEvent.Closed Unreachable(string what) => new(
        CloseKind.Network, Retryable: true, "unreachable", $"ElevenLabs {what}.");

    public static AgentEvent.Closed AddressRefused(string why) => new(
        CloseKind.Misconfigured, Retryable: false, "address-refused", $"ElevenLabs can't be reached at this address (baseUrl). {why}");

    public static AgentEvent.Closed UnsupportedFormat(string direction) => new(
        CloseKind.Misconfigured, Retryable: false, "unsupported-format",
        $"The agent's {direction} audio format is not PCM or µ-law at 8,000 to 48,000 Hz. Choose another one in its settings.");

    /// <summary>A REST call that was refused. A 401 isn't always a bad key.</summary>
    /// <param name="http">HTTP status.</param>
    /// <param name="status"><c>detail.status</c> of the body, or null.</param>
    public static AgentEvent.Closed OfRest(int http, string? status)
    {
        var code = status is not null && CodeText().IsMatch(status) ? status : http.ToString(CultureInfo.InvariantCulture);
        return (http, status) switch
        {
            (_, "quota_exceeded") => Quota(code),
            (_, "missing_permissions") => new(CloseKind.Unauthorized, Retryable: false, code,
                "The ElevenLabs API key lacks a permission. It needs convai_read, user_read and voices_read."),
            (_, "detected_unusual_activity") => new(CloseKind.Unauthorized, Retryable: false, code,
                "ElevenLabs refuses free accounts from shared addresses such as ours. A paid plan is needed."),
            (401, _) => new(CloseKind.Unauthorized, Retryable: false, code, "ElevenLabs refused the API key."),
            (402, _) => Quota(code),
            (403, _) => new(CloseKind.Unauthorized, Retryable: false, code,
                "The ElevenLabs API key may not do this. Check its permissions and the workspace's region (baseUrl)."),
            (404, _) => new(CloseKind.Misconfigured, Retryable: false, code,
                "ElevenLabs knows no such agent in this workspace. Check agentId, and baseUrl for workspaces with data residency."),
            (429, _) => new(CloseKind.RateLimited, Retryable: true, code,
                "ElevenLabs has too many conversations or requests of this account at once."),
            ( >= 500, _) => new(CloseKind.ProviderError, Retryable: true, code, "ElevenLabs failed."),
            _ => new(CloseKind.Misconfigured, Retryable: false, code,
                "ElevenLabs refused the request. Check agentId, branchId and environment."),
        };
    }

    /// <summary>How a socket's end is to be told.</summary>
    /// <param name="end">The end.</param>
    /// <param name="error">The error event before it, or null.</param>
    /// <param name="wasReady">Whether the conversation had begun.</param>
    public static AgentEvent.Closed OfSocket(SocketEnd end, ProviderError? error, bool wasReady) => end.Kind switch
    {
        SocketEndKind.ClosedByUs => ByHost,
        SocketEndKind.Unreachable => Unreachable("could not be reached"),
        SocketEndKind.AddressRefused => AddressRefused(end.Reason),
        SocketEndKind.OpenTimeout => NoMetadata,
        SocketEndKind.Refused => OfUpgrade(end.Status),
        SocketEndKind.Stalled => new(CloseKind.Network, Retryable: true, "stalled", "ElevenLabs stopped reading what we sent."),
        SocketEndKind.MessageTooLarge => new(
            CloseKind.ProtocolError, Retryable: false, "message-too-large", "ElevenLabs sent a message over 16 MiB."),
        SocketEndKind.ReceiverFailed => new(
            CloseKind.ProtocolError, Retryable: true, "internal", "A message of ElevenLabs could not be handled: a fault of ours."),
        SocketEndKind.ClosedByPeer => OfPeer(end.Status, end.Reason, error, wasReady),
        // A reset right after an error event: the event says why.
        _ when error is not null => OfPeer(error.Code ?? 0, end.Reason, error, wasReady),
        _ => new(CloseKind.Network, Retryable: true, "connection-lost", "The connection to ElevenLabs was lost."),
    };

    private static AgentEvent.Closed OfUpgrade(int status) => status switch
    {
        // The signed URL may have run out; a new preparation tells whether the key is bad.
        401 or 403 => new(CloseKind.Unauthorized, Retryable: true, Number(status), "ElevenLabs refused the signed URL."),
        _ => OfRest(status, null),
    };

    private static AgentEvent.Closed OfPeer(int status, string reason, ProviderError? error, bool wasReady)
    {
        var code = error?.Type is { } type && CodeText().IsMatch(type) ? type : Number(status);
        var text = $"{reason} {error?.Message}".ToLowerInvariant();
        return OfText(code, text) ?? (status switch
        {
            1000 or 1005 when wasReady => new(CloseKind.EndedByAgent, Retryable: false, code, "The agent ended the conversation."),
            1008 => Refusal(code, text, reason, error),
            3000 => new(CloseKind.Misconfigured, Retryable: false, code, "ElevenLabs refused the request. Check branchId and environment."),
            4300 => new(CloseKind.RateLimited, Retryable: true, code,
                "The ElevenLabs account is at its limit of conversations at once, and waiting for a free place took too long."),
            _ => new(CloseKind.ProviderError, Retryable: true, code, "ElevenLabs failed during the conversation."),
        });
    }

    // What the error type or the reason says counts more than the code, which is shared by many causes.
    private static AgentEvent.Closed? OfText(string code, string text)
    {
        return code switch
        {
            "max_duration_exceeded" => MaximumDuration(code),
            "transport_receive_timeout" => new(CloseKind.Idle, Retryable: true, code,
                "ElevenLabs heard nothing for too long and ended the conversation."),
            "safety_violation" => new(CloseKind.ProviderError, Retryable: false, code,
                "ElevenLabs ended the conversation for reasons of safety."),
            "override_error" or "missing_dynamic_variable" or "missing_dynamic_variable_transfer" => null,
            "custom_llm_error" => new(CloseKind.ProviderError, Retryable: true, code, "The agent's own language model failed."),
            _ when Says(text, "exceeds your quota", "quota limit") => Quota(code),
            "1000" when Says(text, "max duration", "maximum") => MaximumDuration(code),
            _ when Says(text, "misconfigured") => new(CloseKind.Misconfigured, Retryable: false, code,
                "ElevenLabs says that the agent is misconfigured. Try it in ElevenLabs' own console."),
            _ when Says(text, "concurren") => OfRest(429, code),
            _ => null,
        };
    }

    private static AgentEvent.Closed Refusal(string code, string text, string reason, ProviderError? error)
    {
        if (code == "override_error" || Says(text, "override for field"))
        {
            var match = Field().Match($"{reason} {error?.Message}");
            var field = match.Success ? $" of '{match.Groups[1].Value}'" : string.Empty;
            return new(CloseKind.Misconfigured, Retryable: false, "override_error",
                $"The agent does not allow the override{field}. Allow it in the agent's security settings, or leave it out.");
        }

        if (code.StartsWith("missing_dynamic_variable", StringComparison.Ordinal) || Says(text, "missing required dynamic variables"))
        {
            return new(CloseKind.Misconfigured, Retryable: false, "missing_dynamic_variable",
                "The agent needs dynamic variables that were not given. Set them in dynamicVariables or when starting the session.");
        }

        if (Says(text, "signature", "authoriz", "api key"))
        {
            return new(CloseKind.Unauthorized, Retryable: true, code, "ElevenLabs refused the signed URL.");
        }

        return code == "invalid_message"
            ? new(CloseKind.ProtocolError, Retryable: true, code, "ElevenLabs did not understand a message of ours.")
            : new(CloseKind.Misconfigured, Retryable: false, code,
                "ElevenLabs refused the conversation. Check the agent and its tools in its console.");
    }

    private static AgentEvent.Closed Quota(string code) => new(
        CloseKind.QuotaExceeded, Retryable: false, code, "The ElevenLabs account has no credits left.");

    private static AgentEvent.Closed MaximumDuration(string code) => new(
        CloseKind.MaximumDuration, Retryable: false, code, "The agent's maximum duration of a conversation was reached.");

    private static bool Says(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[a-z0-9_]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex CodeText();

    [GeneratedRegex(@"[Oo]verride for field '([A-Za-z0-9_.]{1,64})'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Field();
}
