namespace Connectors.Sandbox.ElevenLabs;

/// <summary>The workspace behind the sandbox's key.</summary>
internal sealed record ElevenLabsAccount
{
    /// <summary>The only key that is accepted.</summary>
    public string ApiKey { get; init; } = "sk_sandbox_5f1c0de";

    /// <summary>What the key may do.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = ["convai_read", "user_read", "voices_read", "text_to_speech"];

    /// <summary>The plan.</summary>
    public string Tier { get; init; } = "creator";

    /// <summary>Credits used.</summary>
    public long CharacterCount { get; init; } = 1_000;

    /// <summary>Credits of the plan.</summary>
    public long CharacterLimit { get; init; } = 100_000;

    /// <summary>Voices of the workspace.</summary>
    public IReadOnlyList<string> Voices { get; init; } = ["voice_sandbox"];

    /// <summary>Conversations at once. Default 10, as the Creator plan has.</summary>
    public int ConcurrencyLimit { get; init; } = 10;
}
