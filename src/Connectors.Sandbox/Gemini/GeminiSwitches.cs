using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>How the stand-in of Gemini's Live API behaves. Every fault that a real one may show is a switch.</summary>
internal sealed record GeminiSwitches
{
    /// <summary>The only API key it takes. Default <c>sandbox-gemini-key</c>.</summary>
    public string ApiKey { get; init; } = "sandbox-gemini-key";

    /// <summary>Port on 127.0.0.1; 0 for any. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>Models of the Live API that it knows; those of the second generation take contents at any time.</summary>
    public IReadOnlyList<string> Models { get; init; } =
        ["gemini-3.1-flash-live-preview", "gemini-2.5-flash-native-audio-preview-12-2025"];

    /// <summary>A model that it has, but not for live conversations.</summary>
    public string OtherModel { get; init; } = "gemini-2.5-flash";

    /// <summary>What its agent says.</summary>
    public AgentScript Script { get; init; } = AgentScript.Default;

    /// <summary>Where the arrival of the user's audio is noted, or null.</summary>
    public AudioArrivals? Arrivals { get; init; }

    /// <summary>How its agent sounds.</summary>
    public AgentVoice Voice { get; init; } = AgentVoice.Best;

    /// <summary>How its audio arrives.</summary>
    public BurstPace Pace { get; init; } = new() { CutsSamples = false };

    /// <summary>What its transcription hears, one text for each turn of the user, starting over after the last.</summary>
    public IReadOnlyList<string> UserTexts { get; init; } = ["The first thing I say.", "The second thing I say."];

    /// <summary>Whether its frames are text; Gemini's are binary. Default false.</summary>
    public bool SendsText { get; init; }

    /// <summary>HTTP status with which every request and upgrade is refused; 0 for none. Default 0.</summary>
    public int RefuseWith { get; init; }

    /// <summary>Whether it takes the setup and then says nothing. Default false.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Close instead of <c>setupComplete</c>, or null.</summary>
    public LiveFault? CloseAtStart { get; init; }

    /// <summary>Life of a connection, then close 1000. Default 10 minutes.</summary>
    public TimeSpan ConnectionLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long before that <c>goAway</c> comes. Default 60 s; 0: never.</summary>
    public TimeSpan GoAwayNotice { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Life of a conversation whose context is not compressed, over all its connections. Default 15 minutes.</summary>
    public TimeSpan UncompressedLimit { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a handle is good. Default 2 hours.</summary>
    public TimeSpan HandleLifetime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Whether a conversation that is resumed ends the connection that it still has. Default false.</summary>
    public bool EndsOldOnResume { get; init; }

    /// <summary>Close of every attempt to resume, or null.</summary>
    public LiveFault? RefuseHandlesWith { get; init; }

    /// <summary>Whether <c>turnComplete</c> waits until the turn would have been heard. Default true.</summary>
    public bool WaitsForPlayback { get; init; } = true;

    /// <summary>Pieces of audio that still come after <c>interrupted</c>. Default 2.</summary>
    public int LateAudio { get; init; } = 2;

    /// <summary>Whether an interrupted turn is never said to be complete. Default false.</summary>
    public bool ForgetsTurnComplete { get; init; }

    /// <summary>Whether the end of a generation is not told, only that of the turn. Default false.</summary>
    public bool ForgetsGenerationComplete { get; init; }

    /// <summary>Whether a turn's last audio, text and ends come as one message. Default false.</summary>
    public bool CombinesMessages { get; init; }

    /// <summary>Whether texts come after the turn that they belong to. Default false.</summary>
    public bool TranscribesLate { get; init; }

    /// <summary>Whether the last piece of a transcript says that it is the last. Default false.</summary>
    public bool FinishesTranscripts { get; init; }

    /// <summary>Whether audio during a tool call ends the connection (1008), as with some models. Default false.</summary>
    public bool RefusesAudioDuringTools { get; init; }

    /// <summary>Whether a reply's tool is called twice in one message. Default false.</summary>
    public bool CallsTwice { get; init; }

    /// <summary>Whether messages and members that no client knows are strewn in. Default false.</summary>
    public bool SendsUnknownMembers { get; init; }
}
