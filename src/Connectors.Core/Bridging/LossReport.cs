using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>Looks now and then at everything that counts what it had to throw away, and says what is new.</summary>
internal sealed class LossReport
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly BridgeContext _context;
    private readonly Alarms.Alarm _alarm;
    private readonly List<Source> _sources = [];
    private readonly Func<long> _messages;
    private long _messagesBefore;

    /// <param name="context">The bridge's context.</param>
    /// <param name="providerQueue">Audio that the agent's provider did not read, over all connections.</param>
    /// <param name="messages">Data messages lost, in either direction.</param>
    public LossReport(BridgeContext context, Func<TimeSpan> providerQueue, Func<long> messages)
    {
        _context = context;
        _messages = messages;
        _alarm = context.Alarms.Create(Look);
        _sources.Add(new(AudioLoss.LateFrames, () => context.UserAudio.DroppedLate));
        _sources.Add(new(AudioLoss.ProviderQueue, providerQueue));
        _sources.Add(new(AudioLoss.PlayoutLimit, () => context.Playout.DroppedTail));
        _alarm.Set(Pause);
    }

    /// <summary>Says what is new.</summary>
    public void Look()
    {
        foreach (var source in _sources)
        {
            var total = source.Read();
            if (total > source.Before)
            {
                _context.Report(new SessionEvent.AudioDropped(source.Where, total - source.Before));
                source.Before = total;
            }
        }

        var lost = _messages();
        if (lost > _messagesBefore)
        {
            _context.Warn("messages-lost", $"{lost - _messagesBefore} messages to or from the room were lost.");
            _messagesBefore = lost;
        }

        _alarm.Set(Pause);
    }

    /// <summary>No more is said, after the last of it where the session's end is this process's to tell.</summary>
    public void Stop(SessionEnd end)
    {
        if (end.Reason is not (SessionEndReasons.TakenOver or SessionEndReasons.RoomIdentityTaken))
        {
            Look();
        }

        _alarm.Clear();
    }

    private sealed class Source(AudioLoss where, Func<TimeSpan> read)
    {
        public AudioLoss Where => where;

        public Func<TimeSpan> Read => read;

        public TimeSpan Before { get; set; }
    }
}
