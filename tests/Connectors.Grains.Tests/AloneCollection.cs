namespace Connectors.Grains.Tests;

/// <summary>Tests that look at the process's metrics: a session that ended in another test would be counted too.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
