using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>One session on its way into the books.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without its wait handle a SemaphoreSlim holds nothing.")]
internal sealed class SessionRecorder(
    SessionKeeper keeper, SessionSpecification session, Func<Task<TranscriptCut>> transcript, SessionRecall recall) : ISessionRecorder
{
    // Steps of a start and its warnings; a start has far fewer.
    private const int BeforeLive = 100;

    private readonly SemaphoreSlim _writing = new(1);
    private readonly List<SessionEventEntry> _beforeLive = [];
    private bool _isLive;
    private volatile bool _isOnFallback = recall.IsOnFallback;
    private bool _isClosed;
    private int _said;
    private long _transcriptVersion = recall.TranscriptVersion;
    private TimeSpan _heard = recall.Heard;
    private TimeSpan _heardOnFallback = recall.HeardOnFallback;

    public SessionSpecification Session => session;

    private bool KeepsEvents => session.Retention is { EventDays: > 0 };

    private bool KeepsTranscript => session.Retention is { TranscriptDays: > 0 };

    public void OnEvent(SessionEventEntry entry)
    {
        switch (entry.Event)
        {
            case SessionEvent.StateChanged { State: SessionState.Live }:
                BeLive();
                break;
            case SessionEvent.UserSaid or SessionEvent.AgentSaid or SessionEvent.Interrupted:
                Interlocked.Exchange(ref _said, 1);
                break;
            case SessionEvent.TurnEnded turn:
                _heard += turn.Figures.Heard;
                _heardOnFallback += _isOnFallback ? turn.Figures.Heard : TimeSpan.Zero;
                break;
        }

        Keep(entry);
        if (entry.Event is SessionEvent.Ended)
        {
            keeper.OnEnded(this);
        }
    }

    public void OnAgentReplaced()
    {
        _isOnFallback = true;
        keeper.OnAgentReplaced(session.Id, session.Fallback!);
    }

    public async Task CloseAsync(SessionClosing closing)
    {
        await keeper.Credentials.LookAsync(session, closing.End, _isOnFallback);
        await _writing.WaitAsync();
        try
        {
            _isClosed = true;
            if (session.Details is not null)
            {
                var closed = new ClosedSession(session, closing, _transcriptVersion) { Heard = _heard, HeardOnFallback = _heardOnFallback };
                await keeper.Books.CloseAsync(closed, CancellationToken.None);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public void LetGo()
    {
        // A write that is under way finds the successor's version and is not the last word.
        _isClosed = true;
        keeper.OnEnded(this);
    }

    public Task FlushAsync() => _isLive && KeepsEvents ? keeper.Writer.FlushAsync(CancellationToken.None) : Task.CompletedTask;

    /// <summary>Writes what was said so far, if anything was said since the last time.</summary>
    public async Task KeepTranscriptAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!KeepsTranscript || Interlocked.Exchange(ref _said, 0) == 0)
        {
            return;
        }

        try
        {
            var cut = await transcript().WaitAsync(limit, time, cancellationToken);
            var document = TranscriptDocument.From(session.Id, cut.Segments, cut.DroppedSegments);
            await _writing.WaitAsync(cancellationToken);
            try
            {
                if (!_isClosed)
                {
                    _transcriptVersion = await keeper.Books.KeepTranscriptAsync(
                        new(session.TenantId, document, cut.Through), _transcriptVersion, cancellationToken);
                }
            }
            finally
            {
                _writing.Release();
            }
        }
        catch
        {
            // At the next round again.
            Interlocked.Exchange(ref _said, 1);
            throw;
        }
    }

    private void BeLive()
    {
        _isLive = true;
        keeper.OnLive(this);
        _beforeLive.ForEach(Send);
        _beforeLive.Clear();
    }

    // A start that fails leaves nothing behind.
    private void Keep(SessionEventEntry entry)
    {
        if (_isLive)
        {
            Send(entry);
        }
        else if (_beforeLive.Count < BeforeLive)
        {
            _beforeLive.Add(entry);
        }
    }

    private void Send(SessionEventEntry entry)
    {
        if (KeepsEvents)
        {
            keeper.Writer.Enqueue(new(session.TenantId, session.Id, entry));
        }
    }
}
