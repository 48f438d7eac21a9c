using Connectors.Core.Vault;
using Connectors.Storage.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>One test's keys, and the stores over them.</summary>
internal sealed class RedisPlace(RedisStorageOptions options) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");
    private readonly List<RedisConnection> _open = [];
    private readonly List<IDisposable> _others = [];
    private ConnectionMultiplexer? _asking;

    public RedisStorageOptions Options => options;

    public string KeyRingPath => Path.Combine(_folder.FullName, "keys");

    /// <summary>One more connection, as another node would have.</summary>
    public RedisConnection Connect(ILogger<RedisConnection>? logger = null)
    {
        var connection = RedisConnection.Open(options, TimeProvider.System, logger ?? NullLogger<RedisConnection>.Instance);
        _open.Add(connection);
        return connection;
    }

    public RedisRecordStore OpenRecords() => new(Connect());

    public RedisSessionStore OpenSessions(ILogger<RedisSessionStore>? logger = null)
    {
        var connection = Connect();
        var ring = KeyRingSource.FromFile(KeyRingPath, TimeProvider.System, NullLogger<KeyRingSource>.Instance);
        var vault = new TenantVault(new RedisRecordStore(connection), new KeyRingEncryption(ring), TimeProvider.System);
        _others.AddRange([ring, vault]);
        return new(connection, vault, logger ?? NullLogger<RedisSessionStore>.Instance);
    }

    /// <summary>Asks the server behind the stores' back.</summary>
    public async Task<RedisResult> AskAsync(string command, params object[] arguments)
    {
        _asking ??= await ConnectionMultiplexer.ConnectAsync($"{options.Address},password={options.Password}");
        return await _asking.GetDatabase(options.Database).ExecuteAsync(command, arguments);
    }

    /// <summary>A key of this place.</summary>
    public string Key(string name) => $"{{{options.KeyPrefix}}}{name}";

    /// <summary>All keys of this place.</summary>
    public async Task<string[]> KeysAsync() => [.. RedisAnswers.Values(await AskAsync("KEYS", Key("*"))).Select(RedisAnswers.Text)];

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open)
        {
            await connection.DisposeAsync();
        }

        if (_asking is { } asking)
        {
            await asking.CloseAsync(allowCommandsToComplete: false);
            asking.Dispose();
        }

        _others.ForEach(other => other.Dispose());
        _folder.Delete(recursive: true);
    }
}
