using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>
/// What is done once at the end of a session: LiveAvatar's stop and the last writes, each within a limit. Nothing of it is done
/// by a process whose session another one has taken over.
/// </summary>
internal sealed class SessionEnding(SessionEnvironment environment, AvatarLease lease, ISessionRecorder recorder, SessionLog log)
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(4);

    // What an end may still do before the session counts as over all the same.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    // Likewise for each of its last writes.
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    private TimeProvider Time => environment.Bridges.Time;

    /// <summary>Calls LiveAvatar's stop, unless the session is another process's by now.</summary>
    public async Task StopAvatarAsync(SessionEnd end)
    {
        if (await IsOursAsync(end))
        {
            await lease.StopAsync(end).WaitAsync(StopLimit, Time);
        }
    }

    /// <summary>Likewise; a failure is written to the log only.</summary>
    public Task TryStopAvatarAsync(SessionEnd end) => TryAsync(() => StopAvatarAsync(end));

    /// <summary>Writes the end into books and record.</summary>
    /// <returns>False: the session is another process's, and nothing was written.</returns>
    public async Task<bool> WriteAsync(SessionEnd end, TranscriptDocument transcript)
    {
        if (!lease.IsTakenOver)
        {
            await TryAsync(() => recorder.CloseAsync(new(end, Time.GetUtcNow(), lease.Record, transcript)));
            await TryAsync(() => lease.EndAsync(end));
        }

        return !lease.IsTakenOver;
    }

    public Task FlushAsync() => TryAsync(recorder.FlushAsync);

    // Whoever was put out of the room by somebody with the same identity, and can't ask who that was, leaves everything to whoever
    // reads the record next: it is a successor's session, if this process was cut off, and goes on.
    private async Task<bool> IsOursAsync(SessionEnd end)
    {
        try
        {
            return !await lease.LookAsync(CancellationToken.None).WaitAsync(LookLimit, Time);
        }
        catch (Exception error)
        {
            log.EndNotWritten(error);
            if (end.Reason != SessionEndReasons.RoomIdentityTaken)
            {
                return true;
            }

            lease.LetGo();
            return false;
        }
    }

    private async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write().WaitAsync(WriteLimit, Time);
        }
        catch (Exception error)
        {
            // The record still says that it is unfinished: the next start of the process looks after it.
            log.EndNotWritten(error);
        }
    }
}
