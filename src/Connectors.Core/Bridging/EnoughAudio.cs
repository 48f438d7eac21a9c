namespace Connectors.Core.Bridging;

/// <summary>So much of a turn's audio is there that its first chunk may go out: what comes after is our own delay.</summary>
internal sealed record EnoughAudio(long Turn);
