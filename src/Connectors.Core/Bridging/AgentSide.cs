using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>
/// The bridge's connection to the agent: prepared ahead, opened at the gate, replaced when it is lost or about to be
/// ended by its provider. The conversation goes on with what was said before, and nobody is greeted twice.
/// </summary>
internal sealed class AgentSide
{
    private readonly BridgeContext _context;
    private readonly AgentInUse _agent;
    private readonly LostParts _lost;
    private readonly IBridgeParts _bridge;
    private readonly Retirement _retirement = new();
    private readonly Resumption _resumption;
    private readonly Alarms.Alarm _retry;
    private readonly AgentRenewal _renewal;
    private readonly ReconnectBudget _budget;
    private readonly Preparations _preparations;

    private AgentPreparation? _preparation;
    private AgentLink? _live;
    private AgentLink? _next;
    private volatile AgentLink? _audioTarget;
    private int _epoch;
    private bool _openWanted;
    private bool _closing;
    private TimeSpan _droppedByOthers;

    public AgentSide(BridgeContext context, AgentInUse agent, Resumption resumption, LostParts lost, IBridgeParts bridge)
    {
        _lost = lost;
        _context = context;
        _agent = agent;
        _resumption = resumption;
        _bridge = bridge;
        _retry = context.Alarms.Create(Open);
        _preparations = new(context, agent, _retirement);
        _renewal = new(context.Alarms, Prepare, context.MeasureRenewal);
        _budget = new(context.Alarms, context.Session.Limits);
    }

    /// <summary>The open connection, or null while there is none.</summary>
    public IAgentConnection? Connection => _live is { Ready: not null, IsRetired: false } ? _live.Connection : null;

    /// <summary>What the present conversation can do; nothing while there is none.</summary>
    public AgentCapabilities Capabilities => _live?.Ready?.Capabilities ?? new AgentCapabilities();

    public ConnectorDescription Description => _agent.Connector.Description;

    /// <summary>Sends user audio; called by the user's audio, not by the loop.</summary>
    public void SendAudio(ReadOnlySpan<byte> audio) => _audioTarget?.SendAudio(audio);

    public void Prepare() => _preparations.Begin();

    /// <summary>Opens the conversation, as soon as it is prepared.</summary>
    public void Open()
    {
        _openWanted = true;
        if (_preparation is not { } preparation || preparation.ExpiresAt <= _context.Time.GetUtcNow())
        {
            Prepare();
            return;
        }

        _openWanted = false;
        _preparation = null;
        _live = Connect(preparation);
    }

    public void Handle(Letter letter, object content)
    {
        switch (content)
        {
            case AgentPreparation preparation when _preparations.TryFinish(letter.Epoch):
                OnPrepared(preparation);
                break;
            case PreparationBroke when _preparations.TryFinish(letter.Epoch):
                OnPreparationBroke();
                break;
            case AgentEvent e when letter.Epoch == _live?.Epoch:
                OnLiveEvent(_live, e, letter.ReceivedAt);
                break;
            case AgentEvent e when letter.Epoch == _next?.Epoch:
                OnNextEvent(_next, e);
                break;
        }
    }

    /// <summary>User audio that was dropped because the provider did not read it, over all connections.</summary>
    public TimeSpan DroppedAudio() => _droppedByOthers + (Connection is null ? TimeSpan.Zero : _live!.DroppedAudio());

    /// <summary>Whether a turn's first audio that was told is of the present connection.</summary>
    public bool IsLive(int epoch) => _live?.Epoch == epoch;

    /// <summary>Whether the provider's signal for this turn is to be acted on.</summary>
    public bool IsHonoured(long turn) => _live?.IsHonoured(turn) ?? false;

    public void UserSpoke() => _live?.UserSpoke();

    public void ReportPlayout(long turn, TimeSpan heard, PlayoutOutcome outcome)
    {
        if (_live?.OwnTurn(turn) is { } own)
        {
            _live.Connection?.ReportPlayout(new(own, heard, outcome));
        }
    }

    /// <summary>Renews the connection if it is time; called by the loop after each step.</summary>
    /// <param name="isQuiet">Whether nobody speaks and nothing is owed.</param>
    public void Tend(bool isQuiet) => _renewal.Tend(Connection is not null, isQuiet);

    public async Task CloseAsync()
    {
        _closing = true;
        _retry.Clear();
        _renewal.Stop();
        _audioTarget = null;
        _retirement.Take(_next);
        _retirement.Take(_live);
        _preparations.Stop();
        await _retirement.AllAsync();
    }

    private void OnPrepared(AgentPreparation preparation)
    {
        if (_closing)
        {
            return;
        }

        _preparation = preparation;
        if (_renewal.IsOpening)
        {
            _preparation = null;
            _next = Connect(preparation);
        }
        else if (_openWanted)
        {
            Open();
        }
        else
        {
            _context.ReportStage(StartStage.AgentPrepared);
        }
    }

    // One that was only meant to be ready early is made again when it is needed.
    private void OnPreparationBroke()
    {
        if (_renewal.IsOpening)
        {
            _renewal.Postpone();
        }
        else if (_openWanted)
        {
            TryAgain(PreparationBroke.Closed);
        }
    }

    private AgentLink Connect(AgentPreparation preparation)
    {
        var link = new AgentLink(
            _context, ++_epoch, _live?.LastTurn ?? _resumption.Turns, _resumption.GoesOn, _context.Receipts, Description.Id);
        var options = _resumption.Options();
        link.Connection = _agent.Connector.Open(preparation, options with { OpenTimeout = _budget.Within(options.OpenTimeout) }, link);
        return link;
    }

    private void OnLiveEvent(AgentLink link, AgentEvent e, long receivedAt)
    {
        switch (e)
        {
            case AgentEvent.Ready ready:
                OnReady(link, ready);
                break;
            case AgentEvent.ResumeToken token:
                _resumption.Learn(token.Token);
                break;
            case AgentEvent.GoingAway going:
                _renewal.GoesAway(going.TimeLeft);
                break;
            case AgentEvent.Closed closed:
                OnClosed(link, closed);
                break;
            default:
                Forward(link, e, receivedAt);
                break;
        }
    }

    private void Forward(AgentLink link, AgentEvent e, long receivedAt)
    {
        var turn = link.SessionTurn(e);
        if (!link.IsSwallowed(turn))
        {
            _bridge.OnAgentEvent(e, turn, receivedAt);
        }
    }

    private void OnReady(AgentLink link, AgentEvent.Ready ready)
    {
        _resumption.OnReady();
        _budget.Regained();
        _audioTarget = link;
        _context.UserAudio.Start(ready.InputFormat);
        _renewal.Watch(ready.Capabilities.MaximumConnectionTime);
        _lost.Regain(SessionPart.Agent);
        _bridge.OnAgentReady(ready);
    }

    private void OnClosed(AgentLink link, AgentEvent.Closed closed)
    {
        _resumption.OnClosed(link, closed);
        _audioTarget = null;
        _context.UserAudio.Stop();
        _droppedByOthers = DroppedAudio();
        _retirement.Take(link);
        // What was received of the turn is still played; nothing more will come of it.
        _context.Playout.End(link.LastTurn);
        _renewal.Stop();
        var next = _next;
        _next = null;
        if (!_closing && Resumption.IsTakenOver(link, closed, next))
        {
            _live = next;
            return;
        }

        _retirement.Take(next);
        TryAgain(closed);
    }

    private void TryAgain(AgentEvent.Closed closed)
    {
        if (_closing)
        {
            return;
        }

        if (closed.Retryable && _budget.TryTake(out var pause))
        {
            _lost.Lose(SessionPart.Agent);
            _preparation = null;
            _retry.Set(pause);
        }
        else if (_agent.TryFallBack(closed))
        {
            OnReplaced(closed);
        }
        else
        {
            _bridge.OnAgentGone(closed);
        }
    }

    private void OnReplaced(AgentEvent.Closed closed)
    {
        _context.Warn("agent-replaced", $"The agent failed ({closed.Code}); its fallback goes on.");
        _lost.Lose(SessionPart.Agent);
        _resumption.OnAgentReplaced();
        _budget.Restart();
        _preparations.Restart();
        _preparation = null;
        Open();
    }

    private void OnNextEvent(AgentLink link, AgentEvent e)
    {
        switch (e)
        {
            case AgentEvent.Ready ready when _renewal.MayReplace && link.IsNext(_live!.LastTurn):
                var old = _live;
                _droppedByOthers = DroppedAudio();
                _live = link;
                _next = null;
                OnReady(link, ready);
                _retirement.Take(old);
                _context.Playout.End(old.LastTurn);
                break;
            case AgentEvent.Ready:
                // Somebody began to speak meanwhile: the old connection knows what the new one does not.
                _next = null;
                _renewal.Postpone();
                _retirement.Take(link);
                break;
            case AgentEvent.Closed closed:
                _resumption.OnClosed(link, closed);
                _next = null;
                _renewal.Postpone();
                _context.Warn("renewal-failed", $"The agent's connection could not be renewed ({closed.Code}); trying again.");
                _retirement.Take(link);
                break;
        }
    }
}
