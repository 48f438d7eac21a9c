namespace Connectors.Core.Sessions;

/// <summary>Where audio can be lost.</summary>
public enum AudioLoss
{
    /// <summary>The room's library: frames were not taken fast enough.</summary>
    MicrophoneQueue,

    /// <summary>Microphone frames that came after silence had filled their place.</summary>
    LateFrames,

    /// <summary>The provider did not read fast enough.</summary>
    ProviderQueue,

    /// <summary>The agent sent more than may be buffered; the turn's tail is missing.</summary>
    PlayoutLimit,
}
