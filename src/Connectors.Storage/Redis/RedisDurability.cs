using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>Whether a Redis keeps what it acknowledges: looked at on the start, and again whenever the connection is back.</summary>
/// <param name="options">What is to be done if it doesn't.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of it.</param>
internal sealed partial class RedisDurability(RedisStorageOptions options, TimeProvider time, ILogger logger)
{
    private const string NobodyKnows = "CONFIG GET is not allowed here, so nobody knows whether it keeps what it acknowledges.";

    /// <summary>Refuses a server that loses something, or says so, as the options want it.</summary>
    /// <exception cref="InvalidDataException">It loses something.</exception>
    public void Require()
    {
        var connection = ConnectionMultiplexer.Connect(RedisSetup.Of(options));
        var problems = Found(connection);
        if (problems.Count > 0 && options.Checks == RedisChecks.Refuse)
        {
            throw new InvalidDataException(
                $"Redis would lose what it acknowledged: {string.Join(' ', problems)} "
                + "Put it right, or set Checks to Warn and take the risk.");
        }

        Tell(problems);
    }

    private List<string> Found(ConnectionMultiplexer connection)
    {
        try
        {
            var database = connection.GetDatabase();
            return ProblemsOf([.. Rules().Select(rule => database.Execute("CONFIG", "GET", rule.Name))]);
        }
        catch (RedisServerException error) when (IsForbidden(error))
        {
            return [NobodyKnows];
        }
        finally
        {
            RedisSetup.Close(connection);
        }
    }

    /// <summary>Looks again when the connection is back or another server is the master.</summary>
    public void Watch(ConnectionMultiplexer connection)
    {
        connection.ConnectionRestored += (_, restored) =>
        {
            if (restored.ConnectionType == ConnectionType.Interactive)
            {
                _ = LookAgainAsync(connection);
            }
        };
        connection.ConfigurationChanged += (_, _) => _ = LookAgainAsync(connection);
    }

    /// <summary>
    /// Looks again now, and says what it finds. It is asked for when a Redis goes or comes, by threads of the pool that conversations
    /// need: none of them waits for it.
    /// </summary>
    public async Task LookAgainAsync(ConnectionMultiplexer connection)
    {
        try
        {
            Tell(await FoundAsync(connection.GetDatabase()));
        }
        catch (Exception error) when (error is ObjectDisposedException || RedisFaults.Of(error) is not null)
        {
            // Away again: it will be looked at when it is back.
        }
    }

    private async Task<List<string>> FoundAsync(IDatabase database)
    {
        try
        {
            var answers = Rules().Select(rule => database.ExecuteAsync("CONFIG", "GET", rule.Name));
            return ProblemsOf(await Task.WhenAll(answers).WaitAsync(options.CallLimit, time));
        }
        catch (RedisServerException error) when (IsForbidden(error))
        {
            return [NobodyKnows];
        }
    }

    private void Tell(List<string> problems)
    {
        foreach (var problem in problems)
        {
            Log.NotDurable(logger, problem);
        }
    }

    private List<string> ProblemsOf(RedisResult[] settings) =>
        [.. Rules().Zip(settings).Where(pair => !pair.First.Holds(Setting(pair.Second))).Select(pair => pair.First.Problem)];

    private static bool IsForbidden(RedisServerException error) =>
        RedisFaults.Of(error) is null || error.Message.StartsWith("NOPERM", StringComparison.Ordinal);

    private IEnumerable<(string Name, Func<string, bool> Holds, string Problem)> Rules()
    {
        yield return ("appendonly", value => value == "yes", "appendonly is not yes: a restart forgets what came after the last snapshot.");
        yield return ("appendfsync", value => value == "always", "appendfsync is not always: a crash forgets up to a second or more.");
        yield return ("maxmemory-policy", value => value == "noeviction",
            "maxmemory-policy is not noeviction: records vanish when memory is short.");
        if (options.Replicas > 0)
        {
            yield return ("min-replicas-to-write", value => Number(value) >= options.Replicas,
                $"min-replicas-to-write is below {options.Replicas}: a master that lost its replicas goes on writing.");
        }
    }

    private static string Setting(RedisResult answer) =>
        RedisAnswers.Values(answer) is [_, var value] ? RedisAnswers.Text(value) : string.Empty;

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static partial class Log
    {
        [LoggerMessage(4031, LogLevel.Error, "Redis may lose what it acknowledged: {Problem}")]
        public static partial void NotDurable(ILogger logger, string problem);
    }
}
