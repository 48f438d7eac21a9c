namespace Connectors.Core.Bridging;

/// <summary>A turn's first audio came; its letter's time is the measurement.</summary>
internal sealed record FirstAudio(long Turn);
