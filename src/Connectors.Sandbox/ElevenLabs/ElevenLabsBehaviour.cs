using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>How the sandbox's agent and workspace are set up. Every conversation uses what is set when it begins.</summary>
internal sealed record ElevenLabsBehaviour
{
    /// <summary>The workspace.</summary>
    public ElevenLabsAccount Account { get; init; } = new();

    /// <summary>The only agent there is.</summary>
    public string AgentId { get; init; } = "agent_sandbox";

    /// <summary>What the agent says.</summary>
    public AgentScript Script { get; init; } = AgentScript.Default;

    /// <summary>How that sounds.</summary>
    public AgentVoice Voice { get; init; } = AgentVoice.Best;

    /// <summary>Where the arrival of the user's audio is noted, or null.</summary>
    public AudioArrivals? Arrivals { get; init; }

    /// <summary>How its audio arrives.</summary>
    public BurstPace Pace { get; init; } = new();

    /// <summary>Format of the user's audio, as the metadata spells it. Default pcm_16000.</summary>
    public string InputFormat { get; init; } = "pcm_16000";

    /// <summary>Format of the agent's audio, as the metadata spells it. Default pcm_16000.</summary>
    public string OutputFormat { get; init; } = "pcm_16000";

    /// <summary>Events that the agent's owner ticked.</summary>
    public IReadOnlyList<string> ClientEvents { get; init; } =
    [
        "audio", "interruption", "agent_response", "user_transcript", "tentative_user_transcript", "conversation_initiation_metadata",
        "ping", "agent_response_correction", "agent_response_complete", "client_tool_call", "agent_tool_response",
    ];

    /// <summary>Overrides that the agent's owner allowed.</summary>
    public IReadOnlyList<string> Overrides { get; init; } =
        ["agent.first_message", "agent.language", "agent.prompt.prompt", "tts.voice_id"];

    /// <summary>Dynamic variables without which no conversation starts.</summary>
    public IReadOnlyList<string> RequiredVariables { get; init; } = [];

    /// <summary>Dynamic variables for which the agent has values of its own.</summary>
    public IReadOnlyList<string> Placeholders { get; init; } = [];

    /// <summary>Whether the agent is set to text only.</summary>
    public bool TextOnly { get; init; }

    /// <summary>Whether the agent can be talked to without a signed URL. Default false.</summary>
    public bool IsPublic { get; init; }

    /// <summary>How long a signed URL opens conversations. Default 15 minutes.</summary>
    public TimeSpan SignedUrlLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether a signed URL works once only. Default false.</summary>
    public bool SingleUseSignedUrls { get; init; }

    /// <summary>Longest conversation. Default 600 s.</summary>
    public TimeSpan MaximumDuration { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Time without any user input that ends a conversation. Default 60 s.</summary>
    public TimeSpan InputTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Interval of pings; the first has no latency in it. Default 2 s.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time after which a missing pong ends the conversation, or null to tolerate it. Default null.</summary>
    public TimeSpan? PongTimeout { get; init; }

    /// <summary>How the user's turns are found.</summary>
    public TurnDetection TurnDetection { get; init; } = new();

    /// <summary>What the user is understood to say, turn by turn; after the last, the length of the speech is told.</summary>
    public IReadOnlyList<string> Heard { get; init; } = [];

    /// <summary>Whether some audio of a reply comes before its text. Default false.</summary>
    public bool AudioBeforeText { get; init; }

    /// <summary>How interruptions use event ids.</summary>
    public ElevenLabsInterruptions Interruptions { get; init; } = new();

    /// <summary>Time the agent waits for a tool's result. Default 20 s.</summary>
    public TimeSpan ToolTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time a conversation over the concurrency limit waits for a place, or null to refuse it at once. Default null.</summary>
    public TimeSpan? QueueTimeout { get; init; }
}
