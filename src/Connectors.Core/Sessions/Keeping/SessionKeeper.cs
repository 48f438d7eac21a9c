using System.Collections.Concurrent;
using Connectors.Core.Sessions.Admission;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>
/// Keeps what the tenants' retention says of their sessions, in time; see <see cref="SessionBooks"/> for what is written at the end.
/// </summary>
/// <param name="writer">Writes events.</param>
/// <param name="books">Writes transcripts and ends.</param>
/// <param name="admission">Where places are given back.</param>
/// <param name="credentials">Told of credentials that were refused.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what could not be written.</param>
public sealed partial class SessionKeeper(
    EventWriter writer,
    SessionBooks books,
    IAdmission admission,
    CredentialReports credentials,
    TimeProvider time,
    ILogger<SessionKeeper> logger) : ISessionKeeper
{
    // A killed process loses so much of the transcripts of its sessions.
    private static readonly TimeSpan TranscriptPause = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, SessionRecorder> _live = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ISessionRecorder Begin(SessionSpecification session, Func<Task<TranscriptCut>> transcript, SessionRecall recall) =>
        new SessionRecorder(this, session, transcript, recall);

    /// <inheritdoc/>
    public Task<SessionRecall> RecallAsync(SessionRecord record, CancellationToken cancellationToken) =>
        books.RecallAsync(record, cancellationToken);

    /// <inheritdoc/>
    public Task CloseOrphanAsync(SessionRecord orphan, CancellationToken cancellationToken) =>
        books.CloseOrphanAsync(orphan, cancellationToken);

    /// <summary>Writes the transcripts of live sessions, again and again.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TranscriptPause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await KeepTranscriptsAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>Writes the transcripts of live sessions in which something was said since the last time.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task KeepTranscriptsAsync(CancellationToken cancellationToken)
    {
        foreach (var recorder in _live.Values)
        {
            try
            {
                await recorder.KeepTranscriptAsync(AnswerLimit, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Log.TranscriptNotKept(logger, recorder.Session.Id, error.GetType().FullName);
            }
        }
    }

    internal EventWriter Writer => writer;

    internal SessionBooks Books => books;

    internal CredentialReports Credentials => credentials;

    internal void OnLive(SessionRecorder recorder) => _live[recorder.Session.Id] = recorder;

    internal void OnAgentReplaced(string sessionId, FallbackAgent fallback) =>
        admission.ChangeCredential(sessionId, fallback.CredentialId);

    internal void OnEnded(SessionRecorder recorder)
    {
        _live.TryRemove(recorder.Session.Id, out _);
        admission.Release(recorder.Session.Id);
    }

    private static partial class Log
    {
        [LoggerMessage(1261, LogLevel.Error, "What was said in session {SessionId} could not be kept: {ErrorType}")]
        public static partial void TranscriptNotKept(ILogger logger, string sessionId, string? errorType);
    }
}
