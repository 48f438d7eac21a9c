namespace Connectors.Providers.Gemini.Settings;

/// <summary>How Gemini hears where the user's turns begin and end. Null leaves a value to Gemini.</summary>
internal sealed record TurnDetectionSettings
{
    /// <summary>Off, the client marks the user's turns itself (<c>activityStart</c>, <c>activityEnd</c>).</summary>
    public bool Automatic { get; init; } = true;

    /// <summary><c>high</c> or <c>low</c>.</summary>
    public string? StartSensitivity { get; init; }

    /// <summary><c>high</c> or <c>low</c>.</summary>
    public string? EndSensitivity { get; init; }

    /// <summary>Milliseconds of speech before a turn counts as begun, 0 to 5,000.</summary>
    public int? PrefixPaddingMs { get; init; }

    /// <summary>Milliseconds of silence that end a turn, 0 to 10,000.</summary>
    public int? SilenceDurationMs { get; init; }

    /// <summary>Whether the user's voice stops the agent.</summary>
    public bool Interrupts { get; init; } = true;
}
