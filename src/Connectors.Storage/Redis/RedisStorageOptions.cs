using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Connectors.Storage.Redis;

/// <summary>
/// Where the shared store is, and how long a call may take. One master: a single server, or one with replicas. No Redis Cluster.
/// </summary>
public sealed record RedisStorageOptions
{
    /// <summary><c>HOST:PORT</c>; several, divided by commas, if a replica may become master. Default <c>127.0.0.1:6379</c>.</summary>
    public string Address { get; init; } = "127.0.0.1:6379";

    /// <summary>The password, or null. Default: none.</summary>
    public string? Password { get; init; }

    /// <summary>Whether to speak TLS; the certificate is checked as the system does. Default: no.</summary>
    public bool Tls { get; init; }

    /// <summary>The name in the certificate if it isn't the host's; or null. Default: none.</summary>
    public string? TlsHost { get; init; }

    /// <summary>Number of the database. Default 0, 0 to 15.</summary>
    public int Database { get; init; }

    /// <summary>
    /// What all keys begin with, in braces. Letters, digits, <c>-</c>, <c>_</c>, <c>.</c>; 1 to 50 characters. Default <c>connectors</c>.
    /// </summary>
    public string KeyPrefix { get; init; } = "connectors";

    /// <summary>Limit of one call, from asking to the answer. Default 3 s, 0.1 to 30 s.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Limit for connecting. Default 5 s, 1 to 60 s.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls that may be without an answer at once; more wait within their limit. Default 1,000, 10 to 10,000.</summary>
    public int CallsAtOnce { get; init; } = 1_000;

    /// <summary>
    /// Replicas that must have received what is acknowledged (<c>WAIT</c>); the master's <c>min-replicas-to-write</c> must be no less.
    /// Default 0, 0 to 5.
    /// </summary>
    public int Replicas { get; init; }

    /// <summary>How long to wait for them; below <see cref="CallLimit"/>. Default 1 s, 0.05 to 29 s.</summary>
    public TimeSpan ReplicaLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What to do if persistence or eviction are set up so that something may get lost. Default <see cref="RedisChecks.Refuse"/>.
    /// </summary>
    public RedisChecks Checks { get; init; }

    /// <summary>
    /// A session's place in quotas is free again so long after its node was last heard of. Default 60 s, 5 s to 10 min.
    /// </summary>
    public TimeSpan PlaceLease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A session may be taken over so long after its holder was last heard of. Default 5 s, 1 to 60 s.</summary>
    public TimeSpan FenceLease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    /// <param name="name">What the options are called in the configuration.</param>
    public IReadOnlyList<string> Errors(string name = "Redis")
    {
        List<string> errors = [];
        void Require(bool holds, string member, string rule)
        {
            if (!holds)
            {
                errors.Add($"{name}:{member} {rule}.");
            }
        }

        Require(EndPoints() is not null, nameof(Address), "must be HOST:PORT, or several divided by commas");
        Require(Password is not "", nameof(Password), "must not be empty");
        Require(TlsHost is not "", nameof(TlsHost), "must not be empty");
        Require(Database is >= 0 and <= 15, nameof(Database), "must be 0 to 15");
        Require(
            KeyPrefix is { Length: >= 1 and <= 50 } && KeyPrefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'),
            nameof(KeyPrefix), "must be 1 to 50 letters, digits, '-', '_' or '.'");
        Require(CallsAtOnce is >= 10 and <= 10_000, nameof(CallsAtOnce), "must be 10 to 10,000");
        Require(Replicas is >= 0 and <= 5, nameof(Replicas), "must be 0 to 5");
        Require(Enum.IsDefined(Checks), nameof(Checks), "must be Refuse or Warn");
        Require(IsWithin(CallLimit, 0.1, 30), nameof(CallLimit), "must be 0.1 to 30 s");
        Require(IsWithin(ConnectLimit, 1, 60), nameof(ConnectLimit), "must be 1 to 60 s");
        Require(
            IsWithin(ReplicaLimit, 0.05, 29) && (Replicas == 0 || ReplicaLimit < CallLimit), nameof(ReplicaLimit),
            "must be 0.05 to 29 s and below CallLimit");
        Require(IsWithin(PlaceLease, 5, 600), nameof(PlaceLease), "must be 5 s to 10 min");
        Require(IsWithin(FenceLease, 1, 60), nameof(FenceLease), "must be 1 to 60 s");
        return errors;
    }

    /// <summary>The same for another client of the same Redis.</summary>
    public ConfigurationOptions ToClient() => RedisSetup.Of(this);

    /// <summary>The addresses, or null: they are none.</summary>
    internal IReadOnlyList<EndPoint>? EndPoints()
    {
        List<EndPoint> points = [];
        foreach (var part in Address.Split(',', StringSplitOptions.TrimEntries))
        {
            var colon = part.LastIndexOf(':');
            var host = colon > 0 ? part[..colon].Trim('[', ']') : string.Empty;
            if (!ushort.TryParse(part[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                || port == 0 || Uri.CheckHostName(host) == UriHostNameType.Unknown)
            {
                return null;
            }

            points.Add(IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port));
        }

        return points;
    }

    /// <summary>The address only: a password may be set.</summary>
    public override string ToString() => Address;

    private static bool IsWithin(TimeSpan time, double least, double most) => time.TotalSeconds >= least && time.TotalSeconds <= most;
}
