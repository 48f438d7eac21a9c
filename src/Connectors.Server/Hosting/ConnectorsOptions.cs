using System.Globalization;
using Connectors.Core.Sessions.Placing;
using Connectors.LiveAvatar;
using Connectors.LiveKit;
using Connectors.Providers.Cartesia;
using Connectors.Providers.Deepgram;
using Connectors.Providers.ElevenLabs;
using Connectors.Providers.Gemini;
using Connectors.Providers.OpenAI;
using Connectors.Server.Api;
using Connectors.Server.LiveAvatarApi;
using Connectors.Server.Telemetry;
using Connectors.Server.WebConsole;
using Connectors.Storage.Redis;
using Connectors.Storage.Sqlite;

namespace Connectors.Server.Hosting;

/// <summary>How the service runs; read from the configuration section <c>Connectors</c>.</summary>
public sealed class ConnectorsOptions
{
    /// <summary>Folder of the embedded database. Default <c>data</c> below the working folder.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Where everything is kept: the embedded database, or a Redis that nodes can share. Default <c>sqlite</c>.</summary>
    public StorageKind Storage { get; init; }

    /// <summary>Where Redis is; looked at if <see cref="Storage"/> says so.</summary>
    public RedisStorageOptions Redis { get; init; } = new();

    /// <summary>How this node belongs to a cluster; looked at if it does.</summary>
    public ClusterOptions Cluster { get; init; } = new();

    /// <summary>The key ring's file, made where there is none. Default: beside the database.</summary>
    public string? KeyRingPath { get; init; }

    /// <summary>The environment variable that holds the key ring instead of the file, if set. Default <c>CONNECTORS_KEY_RING</c>.</summary>
    public string KeyRingVariable { get; init; } = "CONNECTORS_KEY_RING";

    /// <summary>Memory for agents' audio that waits to be played, for all sessions together. Default 2,000 MB, 30 to 100,000 MB.</summary>
    public int AudioBudgetMegabytes { get; init; } = 2_000;

    /// <summary>
    /// Resident memory above which the process lets nobody in any more, is emptied as by SIGTERM, and ends with exit code 71, to be
    /// started anew. Default 0: any; otherwise 100 to 1,000,000 MB.
    /// </summary>
    public int MemoryLimitMegabytes { get; init; }

    /// <summary>Sessions at once on this node; more are refused. Default 100, 0 to 10,000.</summary>
    public int SessionsAtOnce { get; init; } = 100;

    /// <summary>
    /// After a restart, sessions go on that gave their last sign of life (each gives one every 10 s) no longer ago than this; the
    /// others are ended. Default 60 s, 0 (all are ended) to 240 s.
    /// </summary>
    public int ResumeWithinSeconds { get; init; } = 60;

    /// <summary>
    /// A node that is told to stop, and is not alone, moves its sessions to others. So long those stay that their provider can't go on
    /// with elsewhere; then they move with what was said. Default 900 s, 0 to 86,400 s.
    /// </summary>
    public int DrainLimitSeconds { get; init; } = 900;

    /// <summary>So long after that they may wait for the end of a turn. Default 30 s, 0 to 600 s.</summary>
    public int DrainGraceSeconds { get; init; } = 30;

    /// <summary>LiveAvatar's API. Default <c>https://api.liveavatar.com</c>.</summary>
    public Uri LiveAvatarAddress { get; init; } = new LiveAvatarOptions().BaseAddress;

    /// <summary>ElevenLabs' API, for voice agents that name no other host. Default <c>https://api.elevenlabs.io</c>.</summary>
    public Uri ElevenLabsAddress { get; init; } = new ElevenLabsOptions().BaseAddress;

    /// <summary>OpenAI's API, for voice agents that name no other host. Default <c>https://api.openai.com</c>.</summary>
    public Uri OpenAIAddress { get; init; } = new OpenAIRealtimeOptions().BaseAddress;

    /// <summary>Gemini's API, for voice agents that name no other host. Default <c>https://generativelanguage.googleapis.com</c>.</summary>
    public Uri GeminiAddress { get; init; } = new GeminiLiveOptions().BaseAddress;

    /// <summary>Cartesia's API, for voice agents that name no other host. Default <c>https://api.cartesia.ai</c>.</summary>
    public Uri CartesiaAddress { get; init; } = new CartesiaLineOptions().BaseAddress;

    /// <summary>Deepgram's voice agents, for those that name no other host. Default <c>https://agent.deepgram.com</c>.</summary>
    public Uri DeepgramAddress { get; init; } = new DeepgramOptions().BaseAddress;

    /// <summary>
    /// Path of an official build of the LiveKit library; see <see cref="LiveKitOptions.LibraryPath"/>. Default: the one built in.
    /// </summary>
    public string? LiveKitLibrary { get; init; }

    /// <summary>Where this server may connect to for tenants.</summary>
    public OutgoingOptions Outgoing { get; init; } = new();

    /// <summary>How the API is offered.</summary>
    public ApiOptions Api { get; init; } = new();

    /// <summary>How the LiveAvatar-compatible API is offered.</summary>
    public LiveAvatarApiOptions LiveAvatarApi { get; init; } = new();

    /// <summary>The page that Prometheus reads.</summary>
    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>The built-in page.</summary>
    public ConsoleOptions Console { get; init; } = new();

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(DataFolder))
        {
            errors.Add("Connectors:DataFolder must name a folder.");
        }

        if (KeyRingPath is not null && string.IsNullOrWhiteSpace(KeyRingPath))
        {
            errors.Add("Connectors:KeyRingPath must name a file, or not be there.");
        }

        if (string.IsNullOrWhiteSpace(KeyRingVariable))
        {
            errors.Add("Connectors:KeyRingVariable must name an environment variable.");
        }

        if (AudioBudgetMegabytes is < 30 or > 100_000)
        {
            errors.Add("Connectors:AudioBudgetMegabytes must be 30 to 100,000.");
        }

        if (MemoryLimitMegabytes is not (0 or (>= 100 and <= 1_000_000)))
        {
            errors.Add("Connectors:MemoryLimitMegabytes must be 0 or 100 to 1,000,000.");
        }

        AddUnlessIn(errors, SessionsAtOnce, 10_000, nameof(SessionsAtOnce));
        AddUnlessIn(errors, ResumeWithinSeconds, 240, nameof(ResumeWithinSeconds));
        AddUnlessIn(errors, DrainLimitSeconds, 86_400, nameof(DrainLimitSeconds));
        AddUnlessIn(errors, DrainGraceSeconds, 600, nameof(DrainGraceSeconds));
        AddAddressErrors(errors);
        errors.AddRange(Outgoing.Errors());
        errors.AddRange(Api.Errors());
        errors.AddRange([.. LiveAvatarApi.Errors(), .. Metrics.Errors(Api.OperatorAddress)]);
        errors.AddRange([.. ConsoleErrors(Console), .. StorageErrors(), .. ClusterErrors()]);
        return errors;
    }

    /// <summary>Where the embedded database and the key ring are.</summary>
    internal SqliteStorageOptions Sqlite()
    {
        var path = Path.Combine(DataFolder, "sessions.db");
        return new() { Path = path, KeyRingPath = KeyRingPath ?? $"{path}.keys", KeyRingVariable = KeyRingVariable };
    }

    private void AddAddressErrors(List<string> errors)
    {
        AddUnlessWeb(errors, LiveAvatarAddress, nameof(LiveAvatarAddress));
        AddUnlessWeb(errors, ElevenLabsAddress, nameof(ElevenLabsAddress));
        AddUnlessWeb(errors, OpenAIAddress, nameof(OpenAIAddress));
        AddUnlessWeb(errors, GeminiAddress, nameof(GeminiAddress));
        AddUnlessWeb(errors, CartesiaAddress, nameof(CartesiaAddress));
        AddUnlessWeb(errors, DeepgramAddress, nameof(DeepgramAddress));
    }

    private IEnumerable<string> ConsoleErrors(ConsoleOptions page) => page.Errors(Api);

    private IReadOnlyList<string> StorageErrors() => Storage switch
    {
        StorageKind.Sqlite => [],
        StorageKind.Redis => Redis.Errors("Connectors:Redis"),
        _ => ["Connectors:Storage must be sqlite or redis."],
    };

    private IReadOnlyList<string> ClusterErrors() => !Cluster.Enabled ? [] :
    [
        .. ClusterHosting.IsThere
            ? Array.Empty<string>()
            : ["Connectors:Cluster:Enabled needs the cluster edition; this is the one for a single node (docs/10-cluster.md)."],
        .. Storage == StorageKind.Redis ? Array.Empty<string>() : ["Connectors:Cluster:Enabled needs Connectors:Storage to be redis."],
        .. Cluster.Errors("Connectors:Cluster"),
    ];

    private static void AddUnlessIn(List<string> errors, int value, int most, string name)
    {
        if (value < 0 || value > most)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"Connectors:{name} must be 0 to {most:N0}."));
        }
    }

    private static void AddUnlessWeb(List<string> errors, Uri address, string name)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http"))
        {
            errors.Add($"Connectors:{name} must be an http or https address.");
        }
    }
}
