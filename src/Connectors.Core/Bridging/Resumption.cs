using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>
/// What a connection is told so that the conversation goes on: the provider's token, where it keeps conversations, and what
/// was said, by which it goes on where the token is of no use.
/// </summary>
internal sealed class Resumption(BridgeAssignment assignment, AgentInUse agent, Conversation conversation)
{
    private readonly SessionSpecification _session = assignment.Session;
    private string? _token = assignment.Resumption?.Progress?.ResumeToken;

    /// <summary>Whether there was a conversation, so that nobody wants to be greeted again.</summary>
    public bool GoesOn { get; private set; } = assignment.Resumption?.Progress is not null;

    /// <summary>The agent's turns before this bridge.</summary>
    public long Turns { get; } = assignment.Resumption?.Turns ?? 0;

    /// <summary>How the next connection opens.</summary>
    public AgentConnectionOptions Options() => new()
    {
        Language = _session.Language,
        DynamicVariables = _session.DynamicVariables,
        Greeting = GoesOn ? AgentGreeting.None : _session.Greeting,
        History = GoesOn ? conversation.History() : [],
        ResumeToken = _token,
    };

    public void OnReady()
    {
        GoesOn = true;
        Note();
    }

    /// <summary>A newer token: the one before it is worth nothing any more.</summary>
    public void Learn(string token)
    {
        _token = token;
        Note();
    }

    /// <summary>Another agent goes on: what the one before it gave is of no use to it.</summary>
    public void OnAgentReplaced()
    {
        _token = null;
        assignment.OnAgentReplaced();
        Note();
    }

    /// <summary>
    /// A connection is over. One that the provider ended before it was ready speaks against the token, which may have run out
    /// or never work again; one that didn't come about, or was one too many, says nothing of it.
    /// </summary>
    public void OnClosed(AgentLink link, AgentEvent.Closed closed)
    {
        if (link.Ready is null && closed.Kind is not (CloseKind.Network or CloseKind.RateLimited or CloseKind.EndedByHost))
        {
            _token = null;
            Note();
        }
    }

    /// <summary>
    /// Whether a connection that ended is replaced without a word by the one that was being opened in its place: a provider
    /// may end the one because of the other. Where a new connection is a new conversation, an agent that hung up has done so.
    /// </summary>
    public static bool IsTakenOver(AgentLink link, AgentEvent.Closed closed, AgentLink? next) =>
        next?.IsNext(link.LastTurn) == true
        && (closed.Retryable || link.Ready?.Capabilities.Resume == ResumeKind.Token);

    private void Note()
    {
        if (GoesOn)
        {
            assignment.OnProgress(new(_token, agent.IsFallback));
        }
    }
}
