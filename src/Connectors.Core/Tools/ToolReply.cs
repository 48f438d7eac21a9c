namespace Connectors.Core.Tools;

/// <summary>How a tenant's server carried out a tool call.</summary>
/// <param name="Text">What the agent is told.</param>
/// <param name="IsError">Whether it is told that the tool failed; false with a fallback answer.</param>
/// <param name="Reason">
/// Kebab-case: <c>answered</c>, or why not: <c>endpoint-failed</c> (a status other than 2xx), <c>endpoint-timed-out</c>,
/// <c>endpoint-unreachable</c>, <c>endpoint-refused</c> (its address is not allowed), <c>answer-too-large</c>, <c>answer-malformed</c>,
/// <c>malformed</c> (what the agent sent is no JSON object), <c>too-large</c>.
/// </param>
public sealed record ToolReply(string Text, bool IsError, string Reason)
{
    /// <summary>Whether the endpoint answered.</summary>
    public bool IsAnswered => Reason == Answered;

    internal const string Answered = "answered";

    /// <summary>The reason only.</summary>
    public override string ToString() => Reason;

    /// <summary>The endpoint did not do it.</summary>
    internal static ToolReply Failed(ToolEndpoint endpoint, string reason, string message) =>
        endpoint.Fallback is { } fallback ? new(fallback, IsError: false, reason) : new(message, IsError: true, reason);
}
