namespace Connectors.Storage.Sqlite;

/// <summary>Where the embedded database is.</summary>
public sealed record SqliteStorageOptions
{
    /// <summary>
    /// The database file; its folder is made if it isn't there. Beside it lie its log files. Secrets in it are sealed: a copy of
    /// it is useless without the key ring.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>How long to wait while another process writes. Default 5 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The key ring's file; made where there is none. Default: <c>FILE.keys</c>, beside the database.</summary>
    public string KeyRingPath
    {
        get => field ?? $"{Path}.keys";
        init;
    }

    /// <summary>The environment variable that holds the key ring instead of the file, if it is set.</summary>
    public string KeyRingVariable { get; init; } = "CONNECTORS_KEY_RING";
}
