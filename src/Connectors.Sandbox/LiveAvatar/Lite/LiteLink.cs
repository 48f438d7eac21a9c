namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>A client's socket in its session.</summary>
/// <param name="socket">The socket.</param>
/// <param name="ordinal">Which of the session's, from 1 in the order of their opening.</param>
internal sealed class LiteLink(LiteSocket socket, int ordinal)
{
    public LiteSocket Socket => socket;

    public int Ordinal => ordinal;

    /// <summary>Set while <c>connected</c> is due.</summary>
    public ITimer? Connecting { get; set; }

    /// <summary><c>connected</c> was told, so commands are obeyed.</summary>
    public bool IsConnected { get; set; }
}
