namespace Connectors.Integration.Tests;

/// <summary>Tests that count the process's allocations, or export its metrics: nothing else may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
