using System.Text.Json;
using System.Text.RegularExpressions;
using Connectors.Audio;
using Connectors.Providers.ElevenLabs.Wire;
using Connectors.Validation;

namespace Connectors.Providers.ElevenLabs;

/// <summary>What an agent's document means for us.</summary>
/// <param name="document">The document, or null if it could not be read.</param>
internal sealed partial class AgentSetup(AgentDocument? document)
{
    /// <summary>The dynamic variable by which an agent can learn what was said before a lost connection.</summary>
    public const string HistoryVariable = "connectors_history";

    // What an agent sends when its owner chose nothing (the asyncapi schema of elevenlabs/packages).
    private static readonly string[] DefaultEvents =
    [
        "audio", "interruption", "agent_response", "user_transcript", "tentative_user_transcript", "conversation_initiation_metadata",
        "ping",
    ];

    private readonly HashSet<string> _events =
        [.. document?.ConversationConfig?.Conversation?.ClientEvents is { Count: > 0 } chosen ? chosen : DefaultEvents];

    public static AgentSetup Unknown { get; } = new(null);

    public bool IsKnown => document is not null;

    public string? Name => document?.Name;

    public bool IsArchived => document?.Archived ?? false;

    public bool IsTextOnly => document?.ConversationConfig?.Conversation?.TextOnly ?? false;

    public string? InputFormat => document?.ConversationConfig?.Asr?.UserInputAudioFormat;

    public string? OutputFormat => document?.ConversationConfig?.Tts?.AgentOutputAudioFormat;

    public TimeSpan? MaximumDuration => document?.ConversationConfig?.Conversation?.MaxDurationSeconds is > 0 and < 1e7 and var seconds
        ? TimeSpan.FromSeconds(seconds)
        : null;

    public int? ConcurrencyLimit => document?.PlatformSettings?.CallLimits?.AgentConcurrencyLimit is > 0 and var limit ? limit : null;

    public bool HasFirstMessage => !string.IsNullOrEmpty(document?.ConversationConfig?.Agent?.FirstMessage);

    /// <summary>Whether a conversation can begin without the agent's greeting.</summary>
    public bool CanSuppressGreeting => IsKnown && (!HasFirstMessage || Allows("agent", "first_message"));

    /// <summary>Names of variables that prompt and greeting use; the provider's own (<c>system__…</c>) are left out.</summary>
    public IReadOnlyCollection<string> UsedVariables => document?.ConversationConfig?.Agent is { } agent
        ? [.. Placeholder().Matches($"{agent.FirstMessage} {agent.Prompt?.Prompt}").Select(match => match.Groups[1].Value)
            .Where(name => !name.StartsWith("system__", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)]
        : [];

    public bool Sends(string clientEvent) => _events.Contains(clientEvent);

    /// <summary>Whether the agent has a value of its own for this variable.</summary>
    public bool Declares(string variable) =>
        document?.ConversationConfig?.Agent?.DynamicVariables?.DynamicVariablePlaceholders?.ContainsKey(variable) ?? false;

    /// <summary>Whether a conversation may override this part; unknown counts as no.</summary>
    /// <param name="path">Such as <c>agent</c>, <c>first_message</c>.</param>
    public bool Allows(params ReadOnlySpan<string> path)
    {
        if (document?.PlatformSettings?.Overrides?.ConversationConfigOverride is not { } node)
        {
            return false;
        }

        foreach (var name in path)
        {
            if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(name, out node))
            {
                return false;
            }
        }

        return node.ValueKind == JsonValueKind.True;
    }

    public AgentCapabilities Narrow(AgentCapabilities best) => !IsKnown
        ? best with { MarksTurnEnd = false, CorrectsAgentText = false, SuppressesGreeting = false }
        : best with
        {
            InterruptionSignal = Sends("interruption") ? InterruptionSignal.Turn : InterruptionSignal.None,
            MarksTurnEnd = Sends("agent_response_complete"),
            UserTranscript = Sends("tentative_user_transcript") ? TranscriptKind.Interim
                : Sends("user_transcript") ? TranscriptKind.Final : TranscriptKind.None,
            AgentTranscript = Sends("agent_chat_response_part") ? TranscriptKind.Interim
                : Sends("agent_response") ? TranscriptKind.Final : TranscriptKind.None,
            CorrectsAgentText = Sends("agent_response_correction"),
            Tools = Sends("client_tool_call"),
            SuppressesGreeting = CanSuppressGreeting,
        };

    public AgentFacts ToFacts(int? planConcurrency) => new()
    {
        AgentName = Name,
        InputFormat = AudioFormat.TryParse(InputFormat, out var input) ? input : null,
        OutputFormat = AudioFormat.TryParse(OutputFormat, out var output) ? output : null,
        MaximumDuration = MaximumDuration,
        MaximumConcurrency = (planConcurrency, ConcurrencyLimit) switch
        {
            ({ } plan, { } agent) => Math.Min(plan, agent),
            var (plan, agent) => plan ?? agent,
        },
        SuppressesGreeting = IsKnown ? CanSuppressGreeting : null,
    };

    public override string ToString() => nameof(AgentSetup);

    [GeneratedRegex(@"\{\{\s*([A-Za-z0-9_.-]{1,100})\s*\}\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Placeholder();
}
