using Connectors.Events;

namespace Connectors.Providers;

/// <summary>What a <see cref="DialogConnection"/> has to know of the conversation that it guards.</summary>
internal interface IDialog
{
    /// <summary>Events for the listener, in order. Those of a host's call leave with the next message of the server.</summary>
    List<AgentEvent> Outbox { get; }

    /// <summary>Whether the host may send, and the listener be told anything.</summary>
    bool IsReady { get; }

    /// <summary>Why the conversation must end, once that is known.</summary>
    AgentEvent.Closed? Ending { get; }

    /// <summary>The conversation must end; the first reason counts.</summary>
    void End(AgentEvent.Closed reason);

    /// <summary>Tells the listener of something that is no end.</summary>
    void Warn(string code, string message);
}
