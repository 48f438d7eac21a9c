namespace Connectors.Sandbox.LiveAvatar;

/// <summary>
/// What of LiveAvatar's behaviour can be changed while the sandbox runs: plan limits, timers, and the things that were
/// seen to differ or to go wrong (facts/liveavatar.md §1.8, §2). The defaults are the friendly service.
/// </summary>
internal sealed class LiveAvatarSwitches
{
    /// <summary>Keys that are good. Default: <c>sandbox-key</c> only.</summary>
    public ISet<string> ApiKeys { get; } = new HashSet<string>(StringComparer.Ordinal) { "sandbox-key" };

    /// <summary>Credits left; one is taken a minute, and a start needs one. Sandbox sessions are free.</summary>
    public double Credits { get; set; } = 100;

    /// <summary>Sessions at once before a start is refused with 409; 0 for no limit.</summary>
    public int ConcurrencyLimit { get; set; }

    /// <summary>Calls a second for each caller and endpoint, in fixed windows; 0 for no limit and no headers.</summary>
    public int CallsPerSecond { get; set; }

    /// <summary>How long a session's token is good; negative for one that has run out already.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The plan's longest session.</summary>
    public TimeSpan PlanMaximum { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>The longest session with <c>is_sandbox</c>.</summary>
    public TimeSpan SandboxMaximum { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What the client is told when the longest time is over.</summary>
    public MaximumEnd MaximumEnd { get; set; }

    /// <summary>Time without any message or keep-alive after which the session ends.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time after which the session ends if no user has joined.</summary>
    public TimeSpan UserLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The agent token of rooms that LiveAvatar provides.</summary>
    public AgentGrants Agent { get; set; } = new();

    /// <summary>From the avatar's joining, or the socket's opening if later, to <c>connected</c>.</summary>
    public TimeSpan ConnectedDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary><c>connected</c> never comes.</summary>
    public bool NeverConnects { get; set; }

    /// <summary>
    /// Answers what the real one swallows: unreadable or unknown commands, odd byte counts, changing event ids, and audio of
    /// another rate (<see cref="Lite.AudioCheck"/>) bring an <c>error</c>.
    /// </summary>
    public bool Strict { get; set; }

    /// <summary>With <see cref="Strict"/>: the only tone, in Hz, that the audio may hold; null where it may be anything.</summary>
    public double? Tone { get; set; }

    /// <summary>
    /// From an utterance's first chunk to its sound and <c>speak_started</c>. Default 150 ms, so that tests are quick; the
    /// real avatar was measured at 880 to 1030 ms (facts/liveavatar.md §2.5).
    /// </summary>
    public TimeSpan RenderDelay { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>An utterance whose first chunk is shorter is only played after its <c>speak_end</c>; zero for never.</summary>
    public TimeSpan FirstChunk { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Largest message in bytes; a larger one closes the socket with 1009.</summary>
    public int MessageLimit { get; set; } = 1_000_000;

    /// <summary>What a second socket on the same address does.</summary>
    public SecondSocket SecondSocket { get; set; }

    /// <summary>Which of the two published vocabularies <c>session.state_updated</c> uses.</summary>
    public StateWords StateWords { get; set; }

    /// <summary>Where events name the utterance.</summary>
    public UtteranceNaming UtteranceNaming { get; set; }

    /// <summary>Whether <c>session.stopped</c> comes before the socket closes.</summary>
    public bool TellsStop { get; set; } = true;

    /// <summary>The socket is no longer read, as from a frozen process.</summary>
    public bool StopsReading { get; set; }

    /// <summary>Bytes a second at which the socket is read; 0 for as they come.</summary>
    public int ReadRate { get; set; }
}
