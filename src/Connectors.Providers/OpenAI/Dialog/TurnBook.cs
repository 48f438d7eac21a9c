using System.Text;
using Connectors.Audio;
using Connectors.Events;

namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>
/// Keeps which response and item a turn is, what of it was delivered, and what was heard. On a WebSocket the server doesn't
/// know playback: that what was interrupted stays silent, and that the conversation forgets what nobody heard, is up to us.
/// Guarded by its owner.
/// </summary>
/// <param name="format">Format of the agent's audio.</param>
/// <param name="outbox">Where events go.</param>
internal sealed class TurnBook(AudioFormat format, List<AgentEvent> outbox)
{
    // The host reports every turn's playout; only a host that doesn't gets here.
    private const int MostTurns = 64;

    private readonly List<AgentTurn> _turns = [];
    private long _number;

    /// <summary>The response being generated, or null.</summary>
    public AgentResponse? Active { get; private set; }

    /// <summary>A response begins, and a turn with it.</summary>
    public void Start(string responseId)
    {
        if (Active is { } unfinished)
        {
            Finish(unfinished.Id, cancelled: false);
        }

        Active = new(responseId, Open());
    }

    /// <summary>The turn to which a piece of audio belongs, or null if it is to be thrown away.</summary>
    public AgentTurn? TurnOfAudio(ReadOnlySpan<byte> responseId, ReadOnlySpan<byte> itemId, int contentIndex)
    {
        if (Active is not { Dropped: false } response || !response.Is(responseId))
        {
            return null;
        }

        var turn = response.Turn;
        if (turn.ItemId is null)
        {
            turn.Bind(itemId, contentIndex);
        }
        else if (turn.AudioEnded || !turn.Is(itemId, contentIndex))
        {
            // A response may speak more than once (before a function call, say): each piece is a turn that can be cut by itself.
            EndAudio(turn);
            turn = Open();
            turn.Bind(itemId, contentIndex);
            response.Turn = turn;
        }

        return turn;
    }

    /// <summary>The turn to which a text belongs, or null if nobody is to see it.</summary>
    public AgentTurn? TurnOfText(string? responseId, string? itemId, int contentIndex)
    {
        if (itemId is null || Active is not { Dropped: false } response || response.Id != responseId)
        {
            return null;
        }

        var id = Encoding.UTF8.GetBytes(itemId);
        return response.Turn.Is(id, contentIndex)
            ? response.Turn
            : _turns.FindLast(turn => turn.Is(id, contentIndex)) ?? TurnOfAudio(response.IdBytes, id, contentIndex);
    }

    /// <summary>OpenAI has sent all audio of an item.</summary>
    public void EndAudio(string? responseId, string? itemId, int contentIndex)
    {
        if (itemId is not null && Active is { Dropped: false } response && response.Id == responseId
            && response.Turn.Is(Encoding.UTF8.GetBytes(itemId), contentIndex))
        {
            EndAudio(response.Turn);
        }
    }

    /// <summary>
    /// Interrupts everything that may still be heard, and what is still to come of the active response. The listener is told
    /// if there was anything to hear.
    /// </summary>
    public void Interrupt()
    {
        var heard = false;
        foreach (var turn in _turns)
        {
            heard |= turn is { Bytes: > 0, Interrupted: false };
            turn.Interrupted |= turn.Bytes > 0;
        }

        var newest = _turns.Count > 0 ? _turns[^1] : null;
        if (Active is { Dropped: false } response)
        {
            response.Dropped = true;
            response.Turn.Interrupted |= heard;
            newest = response.Turn;
        }

        if (heard)
        {
            outbox.Add(new AgentEvent.Interrupted(newest!.Id));
        }
    }

    /// <summary>The response is over; closes its turn if nothing did before.</summary>
    /// <param name="responseId">Its id.</param>
    /// <param name="cancelled">Whether it was cut off.</param>
    public void Finish(string? responseId, bool cancelled)
    {
        if (Active is not { } response || response.Id != responseId)
        {
            return;
        }

        if (cancelled && !response.Dropped)
        {
            Interrupt();
        }

        EndAudio(response.Turn);
        Active = null;
        _turns.RemoveAll(static turn => turn.Bytes == 0);
    }

    /// <summary>Takes the host's word on how far a turn was heard.</summary>
    /// <returns>What the conversation must forget, or null.</returns>
    public AudioCut? Report(PlayoutReport report)
    {
        var turn = _turns.Find(turn => turn.Id == report.Turn);
        if (turn is null)
        {
            return null;
        }

        _turns.Remove(turn);
        if (report.Outcome == PlayoutOutcome.Finished || turn.ItemId is null || turn.Bytes == 0)
        {
            return null;
        }

        var received = (long)format.DurationOf(turn.Bytes).TotalMilliseconds;
        var heard = Math.Clamp((long)report.Heard.TotalMilliseconds, 0, received);
        return turn.AudioEnded && heard == received ? null : new AudioCut(turn.ItemId, turn.ContentIndex, heard);
    }

    private AgentTurn Open()
    {
        var turn = new AgentTurn(new(++_number));
        if (_turns.Count == MostTurns)
        {
            _turns.RemoveAt(0);
        }

        _turns.Add(turn);
        outbox.Add(new AgentEvent.TurnStarted(turn.Id));
        return turn;
    }

    private void EndAudio(AgentTurn turn)
    {
        if (turn is { AudioEnded: false, Interrupted: false })
        {
            turn.AudioEnded = true;
            outbox.Add(new AgentEvent.TurnAudioEnded(turn.Id));
        }
    }
}
