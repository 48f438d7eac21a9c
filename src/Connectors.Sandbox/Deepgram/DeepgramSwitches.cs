using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>How the stand-in of Deepgram's Voice Agent behaves. Every fault that a real one may show is a switch.</summary>
internal sealed record DeepgramSwitches : AgentSwitches
{
    /// <summary>Creates the defaults. Binary messages know nothing of samples, so they may cut one.</summary>
    public DeepgramSwitches()
        : base("sandbox-deepgram-key") => Pace = new();

    /// <summary>Models for listening that it knows; like the real one it lists none of Flux.</summary>
    public IReadOnlyList<string> ListenModels { get; init; } = ["nova-3", "nova-2"];

    /// <summary>Voices that it knows.</summary>
    public IReadOnlyList<string> Voices { get; init; } = ["aura-2-thalia-en", "aura-2-diana-es"];

    /// <summary>Models for thinking that it offers, with their providers.</summary>
    public IReadOnlyList<(string Provider, string Model)> ThinkModels { get; init; } =
        [("open_ai", "gpt-4o-mini"), ("anthropic", "claude-sonnet-4-20250514"), ("google", "gemini-2.5-flash")];

    /// <summary>Credit of the project; null if the key may not read it. Default 100.</summary>
    public double? Balance { get; init; } = 100;

    /// <summary>Code in the body of such a refusal.</summary>
    public string? RefusalCode { get; init; }

    /// <summary>HTTP status with which only the lists of models are refused; 0 for none. Default 0.</summary>
    public int RefuseListsWith { get; init; }

    /// <summary>Whether it sends something that is no JSON before <c>Welcome</c>. Default false.</summary>
    public bool IsUnreadableAtStart { get; init; }

    /// <summary>Error in place of <c>SettingsApplied</c>, such as <c>FAILED_TO_START_LISTENING</c>, or null.</summary>
    public string? ErrorAtStart { get; init; }

    /// <summary>Life of a session. Default 2 hours.</summary>
    public TimeSpan SessionLimit { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Time without audio and <c>KeepAlive</c> after which it gives up. Default 10 s.</summary>
    public TimeSpan ClientTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pieces of audio that still come after an interruption. Default 2.</summary>
    public int LateAudio { get; init; } = 2;

    /// <summary>Whether <c>AgentAudioDone</c> comes for an interrupted turn too; nothing documents it. Default false.</summary>
    public bool EndsInterruptedAudio { get; init; }

    /// <summary>Whether texts injected for the user are told as conversation texts; nothing documents it. Default true.</summary>
    public bool EchoesInjections { get; init; } = true;

    /// <summary>Whether every injection for the agent is refused. Default false.</summary>
    public bool RefusesInjections { get; init; }

    /// <summary>Whether <c>AgentThinking</c> comes before an answer. Default true.</summary>
    public bool TellsThinking { get; init; } = true;

    /// <summary>How many answers fail in the language model, from the first one on. Default 0.</summary>
    public int FailedAnswers { get; init; }

    /// <summary>Whether a reply's tool is called twice in one request. Default false.</summary>
    public bool CallsTwice { get; init; }

    /// <summary>Whether a function of the server's side is called in the same request. Default false.</summary>
    public bool CallsServerSide { get; init; }

    /// <summary>Whether messages that no client knows are strewn in. Default false.</summary>
    public bool SendsUnknownMessages { get; init; }
}
