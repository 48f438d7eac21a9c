using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>
/// What a connection is told so that the conversation goes on: the provider's token, where it keeps conversations, and what
/// was said, by which it goes on where the token is of no use.
/// </summary>
internal sealed class Resumption(SessionSpecification session, Func<IReadOnlyList<ConversationLine>> history)
{
    private string? _token;

    /// <summary>Whether there was a conversation, so that nobody wants to be greeted again.</summary>
    public bool GoesOn { get; private set; }

    /// <summary>How the next connection opens.</summary>
    public AgentConnectionOptions Options() => new()
    {
        Language = session.Language,
        DynamicVariables = session.DynamicVariables,
        Greeting = GoesOn ? AgentGreeting.None : session.Greeting,
        History = GoesOn ? history() : [],
        ResumeToken = _token,
    };

    public void OnReady() => GoesOn = true;

    /// <summary>A newer token: the one before it is worth nothing any more.</summary>
    public void Learn(string token) => _token = token;

    /// <summary>
    /// A connection is over. One that the provider ended before it was ready speaks against the token, which may have run out
    /// or never work again; one that didn't come about, or was one too many, says nothing of it.
    /// </summary>
    public void OnClosed(AgentLink link, AgentEvent.Closed closed)
    {
        if (link.Ready is null && closed.Kind is not (CloseKind.Network or CloseKind.RateLimited or CloseKind.EndedByHost))
        {
            _token = null;
        }
    }

    /// <summary>
    /// Whether a connection that ended is replaced without a word by the one that was being opened in its place: a provider
    /// may end the one because of the other. Where a new connection is a new conversation, an agent that hung up has done so.
    /// </summary>
    public static bool IsTakenOver(AgentLink link, AgentEvent.Closed closed, AgentLink? next) =>
        next?.IsNext(link.LastTurn) == true
        && (closed.Retryable || link.Ready?.Capabilities.Resume == ResumeKind.Token);
}
