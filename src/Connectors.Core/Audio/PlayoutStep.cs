namespace Connectors.Core.Audio;

/// <summary>One step of the playout, as <see cref="Playout.Next"/> gives it.</summary>
internal readonly record struct PlayoutStep
{
    private PlayoutStep(PlayoutStepKind kind, long turn)
    {
        Kind = kind;
        Turn = turn;
    }

    /// <summary>What is to be done.</summary>
    public PlayoutStepKind Kind { get; }

    /// <summary>Which turn; 0 with <see cref="PlayoutStepKind.Wait"/>.</summary>
    public long Turn { get; }

    /// <summary>With Speak: bytes written to the chunk.</summary>
    public int Bytes { get; private init; }

    /// <summary>
    /// With Speak: this chunk begins an utterance, which needs an event id never used before. True once a turn, and again
    /// after <see cref="Playout.Rewind"/> or when a turn that silence had closed goes on.
    /// </summary>
    public bool IsFirst { get; private init; }

    /// <summary>With Speak: the avatar had nothing more to say in the middle of the turn, until now.</summary>
    public bool IsLate { get; private init; }

    /// <summary>With EndSpeech: the turn was cut; the interruption has ended its utterance already.</summary>
    public bool WasCut { get; private init; }

    /// <summary>With Heard: audio of the turn that was heard. With Wait: until when nothing is due, from now; null = until woken.</summary>
    public TimeSpan? Time { get; private init; }

    public static PlayoutStep Wait(TimeSpan? time) => new(PlayoutStepKind.Wait, 0) { Time = time };

    public static PlayoutStep Speak(long turn, int bytes, bool isFirst, bool isLate) =>
        new(PlayoutStepKind.Speak, turn) { Bytes = bytes, IsFirst = isFirst, IsLate = isLate };

    public static PlayoutStep EndSpeech(long turn, bool wasCut) => new(PlayoutStepKind.EndSpeech, turn) { WasCut = wasCut };

    public static PlayoutStep Heard(long turn, TimeSpan heard) => new(PlayoutStepKind.Heard, turn) { Time = heard };

    public static PlayoutStep TurnFinished(long turn) => new(PlayoutStepKind.TurnFinished, turn);

    public static PlayoutStep TailDropped(long turn) => new(PlayoutStepKind.TailDropped, turn);
}
