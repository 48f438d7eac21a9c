namespace Connectors.Server.Hosting;

/// <summary>Where everything is kept.</summary>
public enum StorageKind
{
    /// <summary>In the embedded database: needs nothing else, belongs to one node.</summary>
    Sqlite,

    /// <summary>In a Redis.</summary>
    Redis,
}
