namespace Connectors.Core.Audio;

/// <summary>How the agent's audio is paced towards the avatar (facts/liveavatar.md §2.3–2.5).</summary>
internal sealed record PlayoutOptions
{
    /// <summary>Audio of a turn before its first chunk goes out, unless the turn ends earlier. Default 400 ms, 100 ms to 1 s.</summary>
    public TimeSpan FirstChunk { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Longest chunk. Default 1 s, 200 ms to 5 s.</summary>
    public TimeSpan Chunk { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Shortest chunk, the last one of a turn excepted: avatars stumble over small ones. Default 100 ms, up to
    /// <see cref="FirstChunk"/>.
    /// </summary>
    public TimeSpan SmallestChunk { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How far what was sent may be ahead of what was heard. Default 5 s, <see cref="Chunk"/> to 30 s.</summary>
    public TimeSpan Ahead { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Audio kept for a session, in bytes of 24 kHz PCM. Default 30 MB (10 min), 100 kB to 1 GB.</summary>
    public int ByteLimit { get; init; } = 30_000_000;

    /// <summary>
    /// A turn whose end nobody marks is over when nothing came for this long and everything was heard. Default 1.5 s,
    /// 300 ms to 30 s.
    /// </summary>
    public TimeSpan SilenceClosesTurn { get; init; } = TimeSpan.FromMilliseconds(1_500);

    /// <summary>
    /// When nothing came for this long, less than <see cref="FirstChunk"/> or <see cref="SmallestChunk"/> is sent too: short
    /// turns without an end marker would never be heard otherwise. Default 300 ms, 50 ms to 2 s.
    /// </summary>
    public TimeSpan StallPatience { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// First guess of the time from a turn's first chunk to the avatar's voice; learned from then on. Default 500 ms, 0 to 3 s.
    /// </summary>
    public TimeSpan StartDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How much later than expected <c>speak_started</c> may come before it is taken for lost. Default 1 s, 0 to 10 s.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much later than expected <c>speak_ended</c> may come before it is taken for lost. Default 1.5 s, 0 to 10 s.</summary>
    public TimeSpan EndPatience { get; init; } = TimeSpan.FromMilliseconds(1_500);

    /// <summary>
    /// A <c>speak_ended</c> with less than this unheard by our clock is the end; with more, another pair may follow
    /// (facts/liveavatar.md §3.6). Default 700 ms, 0 to 5 s.
    /// </summary>
    public TimeSpan EndTolerance { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>How long such another pair is waited for. Default 1 s (457–642 ms were seen), 0 to 10 s.</summary>
    public TimeSpan PausePatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Turns that may wait; audio of more is refused and counted. Default 256, 2 to 10,000.</summary>
    public int TurnLimit { get; init; } = 256;

    /// <summary>Everything that is wrong with the values; empty if nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        Check(FirstChunk, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), nameof(FirstChunk));
        Check(Chunk, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), nameof(Chunk));
        Check(SmallestChunk, TimeSpan.Zero, FirstChunk, nameof(SmallestChunk));
        Check(Ahead, Chunk, TimeSpan.FromSeconds(30), nameof(Ahead));
        Check(SilenceClosesTurn, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(30), nameof(SilenceClosesTurn));
        Check(StallPatience, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2), nameof(StallPatience));
        Check(StartDelay, TimeSpan.Zero, TimeSpan.FromSeconds(3), nameof(StartDelay));
        Check(StartPatience, TimeSpan.Zero, TimeSpan.FromSeconds(10), nameof(StartPatience));
        Check(EndPatience, TimeSpan.Zero, TimeSpan.FromSeconds(10), nameof(EndPatience));
        Check(EndTolerance, TimeSpan.Zero, TimeSpan.FromSeconds(5), nameof(EndTolerance));
        Check(PausePatience, TimeSpan.Zero, TimeSpan.FromSeconds(10), nameof(PausePatience));
        if (ByteLimit is < 100_000 or > 1_000_000_000)
        {
            errors.Add($"{nameof(ByteLimit)} must be 100 kB to 1 GB.");
        }

        if (TurnLimit is < 2 or > 10_000)
        {
            errors.Add($"{nameof(TurnLimit)} must be 2 to 10,000.");
        }

        return errors;

        void Check(TimeSpan value, TimeSpan lowest, TimeSpan highest, string name)
        {
            if (value < lowest || value > highest)
            {
                errors.Add($"{name} must be {lowest.TotalMilliseconds} ms to {highest.TotalMilliseconds} ms.");
            }
        }
    }
}
