namespace Connectors.Tests.Abstractions.Transport;

/// <summary>Tests that count what the pool of messages allocates run alone.</summary>
[CollectionDefinition(nameof(MessagePoolCollection), DisableParallelization = true)]
public sealed class MessagePoolCollection;
