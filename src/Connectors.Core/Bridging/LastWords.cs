using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>What the agent said before it hung up is played out, for a while, before the session ends.</summary>
internal sealed class LastWords
{
    private readonly BridgeContext _context;
    private readonly Func<bool> _isSilent;
    private readonly Action<SessionEnd> _end;
    private readonly Alarms.Alarm _limit;
    private SessionEnd? _wanted;

    /// <param name="context">The bridge's context.</param>
    /// <param name="isSilent">Whether nothing is being played or waits to be.</param>
    /// <param name="end">Ends the session.</param>
    public LastWords(BridgeContext context, Func<bool> isSilent, Action<SessionEnd> end)
    {
        _context = context;
        _isSilent = isSilent;
        _end = end;
        _limit = context.Alarms.Create(End);
    }

    /// <summary>The agent is gone; false if that was no end of the kind that leaves last words.</summary>
    public bool TryBegin(AgentEvent.Closed closed)
    {
        if (closed.Kind is not (CloseKind.EndedByAgent or CloseKind.MaximumDuration))
        {
            return false;
        }

        _wanted = SessionEndCauses.From(closed.Kind);
        _limit.Set(_context.Session.Limits.LastWords);
        return true;
    }

    /// <summary>Called by the loop after each step.</summary>
    public void Look()
    {
        if (_wanted is not null && _isSilent())
        {
            End();
        }
    }

    public void Stop()
    {
        _limit.Clear();
        _wanted = null;
    }

    private void End()
    {
        if (_wanted is { } end)
        {
            _end(end);
        }
    }
}
