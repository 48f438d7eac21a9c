using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>
/// Puts a session's transcript together again: the one that was kept last, and what the events after it tell, which are kept
/// much sooner.
/// </summary>
/// <param name="origin">The session's time zero.</param>
/// <param name="kept">The transcript, or null.</param>
/// <param name="version">Its version.</param>
/// <param name="progress">How far the conversation with the agent is; null: it has not begun.</param>
internal sealed class TranscriptReplay(DateTimeOffset origin, KeptTranscript? kept, long version, AgentProgress? progress)
{
    private readonly TranscriptLog _transcript = TranscriptLog.Restore(new TranscriptLimits(), kept?.Document);

    // One that doesn't say what it knows of was written by a version that didn't go on with sessions.
    private readonly long _through = kept is null ? 0 : kept.Through ?? long.MaxValue;

    private long _turns = kept?.Document.Segments.Max(segment => segment.Turn) ?? 0;
    private TimeSpan _heard;
    private TimeSpan _heardOnFallback;
    private TimeSpan _last;

    /// <summary>Adds an event; all of them, in their order.</summary>
    public void Add(SessionEventEntry entry)
    {
        _last = entry.At - origin;
        switch (entry.Event)
        {
            case SessionEvent.AgentSaid said:
                _turns = Math.Max(_turns, said.Turn);
                break;
            case SessionEvent.AvatarSpeechStarted started:
                _turns = Math.Max(_turns, started.Turn);
                break;
            case SessionEvent.TurnEnded ended:
                _turns = Math.Max(_turns, ended.Figures.Turn);
                _heard += ended.Figures.Heard;
                _heardOnFallback += entry.At >= progress?.FallbackSince ? ended.Figures.Heard : TimeSpan.Zero;
                break;
        }

        if (entry.Sequence > _through)
        {
            Apply(entry.Event, _last);
        }
    }

    /// <summary>Nobody will finish what was being said.</summary>
    public SessionRecall Finish()
    {
        _transcript.Break(_last);
        return new(_transcript, _turns, _heard)
        {
            TranscriptVersion = version,
            IsOnFallback = progress is { OnFallback: true },
            HeardOnFallback = _heardOnFallback,
        };
    }

    private void Apply(SessionEvent e, TimeSpan at)
    {
        switch (e)
        {
            case SessionEvent.AgentReady:
                _transcript.ReplaceConnection();
                break;
            case SessionEvent.UserSpeechStarted:
                _transcript.StartUserSpeech(at);
                break;
            case SessionEvent.UserSpeechEnded ended:
                _transcript.StopUserSpeech(at - ended.Ago);
                break;
            case SessionEvent.UserSaid said:
                _transcript.AddUserText(string.Empty, said.Text, said.IsFinal, at);
                break;
            case SessionEvent.AgentSaid said:
                _transcript.AddAgentText(new(said.Turn), said.Text, said.Kind, at);
                break;
            case SessionEvent.TurnEnded { Figures: { WasInterrupted: true } figures }:
                _transcript.InterruptTurn(figures.Turn, figures.Heard, figures.Received, at);
                break;
            case SessionEvent.TurnEnded ended:
                _transcript.FinishTurn(ended.Figures.Turn, at);
                break;
        }
    }
}
