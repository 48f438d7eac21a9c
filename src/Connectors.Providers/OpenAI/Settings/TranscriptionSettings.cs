namespace Connectors.Providers.OpenAI.Settings;

/// <summary>Transcript of the user, made beside the conversation by a model of its own.</summary>
internal sealed record TranscriptionSettings
{
    /// <summary>Off, no text of the user arrives.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A transcription model.</summary>
    public string Model { get; init; } = "gpt-4o-mini-transcribe";

    /// <summary>ISO 639-1; null to recognise it. A session's own language goes before it.</summary>
    public string? Language { get; init; }

    /// <summary>Words to expect.</summary>
    public string? Prompt { get; init; }

    public override string ToString() => nameof(TranscriptionSettings);
}
