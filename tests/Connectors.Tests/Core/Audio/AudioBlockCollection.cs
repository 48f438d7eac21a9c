namespace Connectors.Tests.Core.Audio;

/// <summary>Tests that read the leak counter of all blocks run alone.</summary>
[CollectionDefinition(nameof(AudioBlockCollection), DisableParallelization = true)]
public sealed class AudioBlockCollection;
