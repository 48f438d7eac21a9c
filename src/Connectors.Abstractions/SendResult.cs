using Connectors.Events;

namespace Connectors;

/// <summary>What became of something handed to an agent connection.</summary>
public enum SendResult
{
    /// <summary>Queued for sending, in order.</summary>
    Accepted,

    /// <summary>The provider has no such thing; its capability is off.</summary>
    NotSupported,

    /// <summary>Before <see cref="AgentEvent.Ready"/> or after the close.</summary>
    NotOpen,

    /// <summary>The provider does not read fast enough and the queue is full. Nothing was sent.</summary>
    QueueFull,

    /// <summary>Too large for the provider or malformed. Nothing was sent.</summary>
    Invalid,

    /// <summary>A tool result whose call is unknown, answered already or cancelled.</summary>
    UnknownCall,
}
