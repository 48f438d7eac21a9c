using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>
/// What a bridge does whose session is to go on in another process: it names moments between turns, and what the agent begins
/// after the last one is kept back, because only one of the two may speak. Nothing of it is told either: the successor doesn't
/// know it.
/// </summary>
/// <param name="context">The bridge's context.</param>
/// <param name="timers">Know when something happened last.</param>
/// <param name="turns">Know what the agent does.</param>
/// <param name="agent">The agent, or null.</param>
/// <param name="isInRoom">Whether anybody can be heard.</param>
/// <param name="dispatch">Deals with a letter that was kept back.</param>
internal sealed class Departure(
    BridgeContext context, SessionTimers timers, TurnTracker turns, AgentSide? agent, Func<bool> isInRoom, Action<Letter> dispatch)
{
    // An answer that hasn't begun by then isn't waited for: not every sound is a question.
    private static readonly TimeSpan LongestThought = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // A step of a handover takes seconds; an agent says less than this in a minute.
    private const int MostKept = 4_096;

    private readonly Alarms.Alarm _again = context.Alarms.Create(static () => { });
    private readonly List<MomentRequest> _wanted = [];
    private readonly Queue<Letter> _kept = new();
    private bool _isQuiet;

    /// <summary>Whether the user was heard and the agent has not answered yet.</summary>
    public bool IsAnswerOwed => turns.State == AgentState.Thinking && context.Alarms.Now - timers.LastTouch < LongestThought;

    /// <summary>Whether what the agent says is kept back.</summary>
    public bool HoldsTurns { get; private set; }

    public void OnRequest(MomentRequest request) => _wanted.Add(request);

    public void OnRequest(HoldRequest request)
    {
        HoldsTurns = request.IsForced || (request.Moment.Touches == timers.Touches && IsMoment(request.IsDue));
        request.Answer.TrySetResult(new HoldAnswer(HoldsTurns, isInRoom()));
    }

    /// <summary>Keeps back what the agent tells meanwhile.</summary>
    /// <returns>False: the session isn't going.</returns>
    public bool TryKeep(Letter letter)
    {
        if (!HoldsTurns || letter.Content is not AgentEvent)
        {
            return false;
        }

        if (_kept.Count < MostKept)
        {
            _kept.Enqueue(letter);
        }
        else
        {
            context.Mailbox.Drop();
        }

        return true;
    }

    /// <summary>The session stays: what was kept back is told.</summary>
    public void Stay()
    {
        HoldsTurns = false;
        while (_kept.TryDequeue(out var letter))
        {
            dispatch(letter);
        }
    }

    /// <summary>Called by the loop after each step.</summary>
    /// <param name="isQuiet">Whether nobody speaks and nothing is owed.</param>
    public void Look(bool isQuiet)
    {
        _isQuiet = isQuiet;
        if (_wanted.Count == 0)
        {
            return;
        }

        foreach (var request in _wanted.Where(request => IsMoment(request.IsDue)))
        {
            request.Answer.TrySetResult(new DepartureMoment(timers.Touches));
        }

        if (_wanted.RemoveAll(static request => request.Answer.Task.IsCompleted) == 0)
        {
            _again.Set(LookAgain);
        }
    }

    // Without its room the session is better off wherever it has one. A conversation that can't be gone on with elsewhere stays while
    // its connection does.
    private bool IsMoment(bool isDue) => !isInRoom() || IsBetweenTurns(isDue);

    private bool IsBetweenTurns(bool isDue) => _isQuiet
        && !IsAnswerOwed
        && (isDue || agent?.Connection is null || agent.Capabilities.Resume != ResumeKind.None);
}
