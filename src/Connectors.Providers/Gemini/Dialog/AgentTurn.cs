using System.Text;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>A turn of the agent. Gemini gives it no id.</summary>
/// <param name="id">Its number.</param>
internal sealed class AgentTurn(TurnId id)
{
    public TurnId Id { get; } = id;

    /// <summary>What it says, as far as that was told.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>No more audio of it will come.</summary>
    public bool AudioEnded { get; set; }

    /// <summary>All that came of it so far was heard.</summary>
    public bool WasHeard { get; set; }

    /// <summary>Nothing more of it is delivered.</summary>
    public bool Interrupted { get; set; }
}
