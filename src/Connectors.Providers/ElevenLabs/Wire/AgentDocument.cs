using System.Text.Json;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>The part we read of <c>GET /v1/convai/agents/{id}</c>. Everything is optional: the document is theirs.</summary>
internal sealed record AgentDocument
{
    public string? Name { get; init; }

    public bool? Archived { get; init; }

    public ConversationConfig? ConversationConfig { get; init; }

    public PlatformSettings? PlatformSettings { get; init; }

    public override string ToString() => nameof(AgentDocument);
}

internal sealed record ConversationConfig
{
    public AsrConfig? Asr { get; init; }

    public TtsConfig? Tts { get; init; }

    public ConversationSection? Conversation { get; init; }

    public AgentSection? Agent { get; init; }
}

internal sealed record AsrConfig
{
    public string? UserInputAudioFormat { get; init; }
}

internal sealed record TtsConfig
{
    public string? AgentOutputAudioFormat { get; init; }
}

internal sealed record ConversationSection
{
    public bool? TextOnly { get; init; }

    public double? MaxDurationSeconds { get; init; }

    public IReadOnlyList<string>? ClientEvents { get; init; }
}

internal sealed record AgentSection
{
    public string? FirstMessage { get; init; }

    public PromptSection? Prompt { get; init; }

    public DynamicVariablesSection? DynamicVariables { get; init; }

    public override string ToString() => nameof(AgentSection);
}

internal sealed record PromptSection
{
    public string? Prompt { get; init; }

    public override string ToString() => nameof(PromptSection);
}

internal sealed record DynamicVariablesSection
{
    public IReadOnlyDictionary<string, JsonElement>? DynamicVariablePlaceholders { get; init; }
}

internal sealed record PlatformSettings
{
    public OverridesSection? Overrides { get; init; }

    public CallLimits? CallLimits { get; init; }
}

internal sealed record CallLimits
{
    public int? AgentConcurrencyLimit { get; init; }
}

internal sealed record OverridesSection
{
    /// <summary>A tree of booleans by the names of the overrides.</summary>
    public JsonElement? ConversationConfigOverride { get; init; }
}
