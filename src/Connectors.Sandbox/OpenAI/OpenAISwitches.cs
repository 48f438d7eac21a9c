using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>How the stand-in of OpenAI's Realtime API behaves. Every fault that a real one may show is a switch.</summary>
internal sealed record OpenAISwitches() : AgentSwitches("sandbox-openai-key")
{
    /// <summary>Models it knows.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["gpt-realtime", "gpt-realtime-mini"];

    /// <summary>Code in the body of such a refusal of a request.</summary>
    public string? RefusalCode { get; init; }

    /// <summary>Whether it sends something that is no JSON before <c>session.created</c>. Default false.</summary>
    public bool IsUnreadableAtStart { get; init; }

    /// <summary>Error sent right after <c>session.created</c>, such as <c>insufficient_quota</c>, or null.</summary>
    public string? ErrorAtStart { get; init; }

    /// <summary>Life of a session, then <c>session_expired</c> and close 1001. Default 60 minutes.</summary>
    public TimeSpan SessionLimit { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Members of the session that it sets otherwise than asked, as a JSON object, or null.</summary>
    public string? ForcedSession { get; init; }

    /// <summary>Pieces of audio that still come after a cancellation, half of them after <c>response.done</c>. Default 2.</summary>
    public int LateDeltas { get; init; } = 2;

    /// <summary>How the next responses end, in order, other than completed: a status and a code, such as failed/server_error.</summary>
    public IReadOnlyList<(string Status, string Code)> ResponseFaults { get; init; } = [];

    /// <summary>Whether a reply's tool is called twice in one response. Default false.</summary>
    public bool CallsTwice { get; init; }

    /// <summary>What the agent says in the same response before it calls a tool, or null.</summary>
    public string? Preamble { get; init; }

    /// <summary>Whether the transcription fails. Default false.</summary>
    public bool TranscriptionFails { get; init; }

    /// <summary>Whether events that no client knows are strewn in. Default false.</summary>
    public bool SendsUnknownEvents { get; init; }

    /// <summary>
    /// Whether a response of its own is begun when text of a user arrives, just as ours is asked for: the race that ends in
    /// <c>conversation_already_has_active_response</c>. Default false.
    /// </summary>
    public bool AnswersTextItself { get; init; }
}
