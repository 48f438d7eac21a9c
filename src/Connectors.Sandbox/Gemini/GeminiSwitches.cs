using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>How the stand-in of Gemini's Live API behaves. Every fault that a real one may show is a switch.</summary>
internal sealed record GeminiSwitches() : AgentSwitches("sandbox-gemini-key")
{
    /// <summary>Models of the Live API that it knows; those of the second generation take contents at any time.</summary>
    public IReadOnlyList<string> Models { get; init; } =
        ["gemini-3.1-flash-live-preview", "gemini-2.5-flash-native-audio-preview-12-2025"];

    /// <summary>A model that it has, but not for live conversations.</summary>
    public string OtherModel { get; init; } = "gemini-2.5-flash";

    /// <summary>Whether its frames are text; Gemini's are binary. Default false.</summary>
    public bool SendsText { get; init; }

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
