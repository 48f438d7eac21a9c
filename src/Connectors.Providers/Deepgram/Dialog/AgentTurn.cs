using System.Text;

namespace Connectors.Providers.Deepgram.Dialog;

/// <summary>A turn of the agent. Deepgram gives it no id.</summary>
/// <param name="id">Its number.</param>
internal sealed class AgentTurn(TurnId id)
{
    public TurnId Id { get; } = id;

    /// <summary>What it says, as far as that was told.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>No more audio of it will come.</summary>
    public bool AudioEnded { get; set; }

    /// <summary>Nothing more of it is delivered.</summary>
    public bool Interrupted { get; set; }

    /// <summary>It was heard to its end, so nothing of it can be interrupted any more.</summary>
    public bool WasHeard { get; set; }

    /// <summary>Whether more of it may come.</summary>
    public bool IsOpen => !AudioEnded && !Interrupted;
}
