using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>Our options in the client's words.</summary>
internal static class RedisSetup
{
    // How often a silent connection is asked for a sign of life: the client gives one up that stays dumb for a few of these.
    private const int KeepAliveSeconds = 2;

    private const int ReconnectMilliseconds = 500;

    // How often a server is asked whether it is the master: left to itself the client finds a replica that became it within a minute.
    private const int RoleSeconds = 1;

    public static ConfigurationOptions Of(RedisStorageOptions options)
    {
        var setup = new ConfigurationOptions
        {
            AbortOnConnectFail = true,

            // Later versions of the client let CONFIG GET through with it only, by which the server's durability is looked at.
            AllowAdmin = true,
            ClientName = "connectors",
            ConfigCheckSeconds = RoleSeconds,
            ConnectRetry = 1,
            ConnectTimeout = (int)options.ConnectLimit.TotalMilliseconds,
            DefaultDatabase = options.Database,
            KeepAlive = KeepAliveSeconds,
            Password = options.Password,
            ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds),
            Ssl = options.Tls,
            SslHost = options.TlsHost,
            SyncTimeout = (int)options.CallLimit.TotalMilliseconds,
        };
        foreach (var point in options.EndPoints() ?? [])
        {
            setup.EndPoints.Add(point);
        }

        return setup;
    }

    /// <summary>Ends a connection at once: left to itself the client says goodbye first, and waits for an answer.</summary>
    public static void Close(ConnectionMultiplexer connection)
    {
        connection.Close(allowCommandsToComplete: false);
        connection.Dispose();
    }
}
