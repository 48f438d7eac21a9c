namespace Connectors.Providers.Gemini;

/// <summary>How far a conversation had come when its socket ended: the same close means different things.</summary>
internal enum GeminiLiveStage
{
    /// <summary>A new conversation was asked for.</summary>
    Opening,

    /// <summary>A kept conversation was asked for.</summary>
    Resuming,

    /// <summary>The conversation was held.</summary>
    Live,

    /// <summary>Gemini had said that it was going to end the connection.</summary>
    GoingAway,
}
