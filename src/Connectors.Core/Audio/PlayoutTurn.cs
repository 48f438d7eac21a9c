namespace Connectors.Core.Audio;

/// <summary>One turn in the playout buffer. Used again for later turns; not thread-safe.</summary>
internal sealed class PlayoutTurn
{
    /// <summary>The host's number.</summary>
    public long Number { get; private set; }

    /// <summary>Its audio.</summary>
    public AudioQueue Audio { get; } = new();

    /// <summary>How far it was sent and heard.</summary>
    public TurnClock Clock { get; } = new();

    /// <summary>Samples heard of the turn before silence closed it and it went on.</summary>
    public long HeardBefore { get; set; }

    /// <summary>No more audio will come.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Nobody said so; nothing came for a while.</summary>
    public bool EndedBySilence { get; set; }

    /// <summary>The avatar was sent something that was not ended yet.</summary>
    public bool IsUtteranceOpen { get; set; }

    /// <summary>It spoke, and the end of that was not reported yet.</summary>
    public bool OwesEnd { get; set; }

    /// <summary>The limit was reached; what follows is dropped, so that there is no hole in the middle.</summary>
    public bool DropsTail { get; set; }

    /// <summary>A warning about that is due.</summary>
    public bool HasWarning { get; set; }

    /// <summary>When audio last came, since the playout's start.</summary>
    public TimeSpan LastAudioAt { get; set; }

    /// <summary>Samples not sent yet.</summary>
    public long Available => Audio.End - Clock.Sent;

    /// <summary>Whether it is over without ever having had audio.</summary>
    public bool IsEmpty => IsEnded && Audio.End == 0;

    /// <summary>Makes it new.</summary>
    public void Reset(long number, TimeSpan now)
    {
        Number = number;
        Clock.Reset(number);
        HeardBefore = 0;
        IsEnded = false;
        EndedBySilence = false;
        IsUtteranceOpen = false;
        OwesEnd = false;
        DropsTail = false;
        HasWarning = false;
        LastAudioAt = now;
    }
}
