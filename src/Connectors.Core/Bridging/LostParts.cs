using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// Which parts of the session are lost at present. Each loss is told once, however many attempts it takes, and so is its end.
/// </summary>
/// <param name="context">The bridge's context.</param>
/// <param name="changed">Told after each change: which part, and whether it is lost now.</param>
internal sealed class LostParts(BridgeContext context, Action<SessionPart, bool> changed)
{
    private readonly HashSet<SessionPart> _lost = [];

    public bool IsAny => _lost.Count > 0;

    public void Lose(SessionPart part)
    {
        if (_lost.Add(part))
        {
            context.Report(new SessionEvent.Reconnecting(part));
            changed(part, true);
        }
    }

    public void Regain(SessionPart part)
    {
        if (_lost.Remove(part))
        {
            context.Report(new SessionEvent.Reconnected(part));
            changed(part, false);
        }
    }
}
