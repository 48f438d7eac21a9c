using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connectors.LiveKit.Tokens;

namespace Connectors.Sandbox.Rooms;

/// <summary>
/// A LiveKit room server: the sandbox's own, a Node process on a port of 127.0.0.1, or the real one that
/// <c>LIVEKIT_URL</c>, <c>LIVEKIT_API_KEY</c> and <c>LIVEKIT_API_SECRET</c> name.
/// </summary>
internal sealed class RoomServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private static readonly string[] Variables = ["LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"];

    private Process? _process;
    private readonly TimeProvider _time;
    private readonly StringBuilder _errors = new();
    private string? _mirror;

    private RoomServer(Uri url, string apiKey, Secret apiSecret, Process? process, TimeProvider time)
    {
        Url = url;
        ApiKey = apiKey;
        ApiSecret = apiSecret;
        _process = process;
        _time = time;
    }

    /// <summary><c>ws</c> or <c>wss</c> address.</summary>
    public Uri Url { get; private set; }

    /// <summary>Key of its project.</summary>
    public string ApiKey { get; }

    /// <summary>Secret of its project.</summary>
    public Secret ApiSecret { get; }

    /// <summary>Whether it is the sandbox's own, rather than one of the environment.</summary>
    public bool IsOwn => _process is not null;

    /// <summary>Whether the environment names a server, so that none of our own is needed.</summary>
    public static bool IsNamed => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variables[0]));

    /// <summary>What the process wrote to its standard error so far, for a failure's report.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Its process id, to stop or freeze it in a test; only of the sandbox's own.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The room server is not ours.");

    /// <summary>Takes the server of the environment, or starts the sandbox's.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">It can't be started; the message says why and what to do.</exception>
    public static async Task<RoomServer> StartAsync(TimeProvider time, CancellationToken cancellation) =>
        OfEnvironment(time) ?? await StartOwnAsync(time, cancellation);

    /// <summary>Starts the sandbox's server, whatever the environment says.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="mirror">A room whose participants seem to be in every other one that comes to be after them; null for none.</param>
    /// <exception cref="IOException">It can't be started; the message says why and what to do.</exception>
    public static async Task<RoomServer> StartOwnAsync(TimeProvider time, CancellationToken cancellation, string? mirror = null)
    {
        var (key, secret) = ("sandbox", new Secret(Convert.ToHexString(RandomNumberGenerator.GetBytes(32))));
        var process = Start(key, secret, 0, mirror);
        var server = new RoomServer(new("ws://127.0.0.1"), key, secret, process, time) { _mirror = mirror };
        try
        {
            await server.WaitUntilReadyAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an access token for a room of it.</summary>
    /// <param name="identity">Identity of the participant.</param>
    /// <param name="grants">What it may do.</param>
    /// <param name="lifetime">How long it can be used; default an hour.</param>
    /// <param name="details">Name, kind and the like; null for none.</param>
    public string Mint(string identity, LiveKitGrants grants, TimeSpan? lifetime = null, LiveKitParticipantDetails? details = null) =>
        new LiveKitAccessToken(ApiKey, ApiSecret, _time).Mint(identity, grants, lifetime ?? TimeSpan.FromHours(1), details);

    /// <summary>Kills the sandbox's server and starts it again at the same address, without its rooms.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">It can't be started again.</exception>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        Kill();
        await _process!.WaitForExitAsync(cancellation);
        _process.Dispose();
        _process = Start(ApiKey, ApiSecret, Url.Port, _mirror);
        await WaitUntilReadyAsync(cancellation);
    }

    /// <summary>Ends the process, as a crash would.</summary>
    public void Kill() => _process?.Kill(entireProcessTree: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            return;
        }

        try
        {
            // The end of its input is its signal to stop, also when we are killed and nobody calls this.
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(StopLimit, _time);
        }
        catch (Exception e) when (e is TimeoutException or IOException or InvalidOperationException)
        {
            Kill();
        }

        _process.Dispose();
    }

    private static RoomServer? OfEnvironment(TimeProvider time)
    {
        if (!IsNamed)
        {
            return null;
        }

        if (Variables.Where(name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))).ToList() is { Count: > 0 } missing)
        {
            throw new IOException($"LIVEKIT_URL names a room server, so set {string.Join(" and ", missing)} too (or unset LIVEKIT_URL).");
        }

        var values = Variables.Select(Environment.GetEnvironmentVariable).ToArray();
        return Uri.TryCreate(values[0], UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss"
            ? new(url, values[1]!, new(values[2]!), null, time)
            : throw new IOException("LIVEKIT_URL must be a ws or wss address.");
    }

    private static Process Start(string key, Secret secret, int port, string? mirror)
    {
        var place = Path.Combine(AppContext.BaseDirectory, "room-server.txt");
        var script = File.Exists(place) ? File.ReadAllText(place).Trim() : string.Empty;
        if (!File.Exists(script))
        {
            throw new IOException("The room server's files are missing: build Connectors.Sandbox (it runs from the source folder).");
        }

        string[] mirrored = mirror is null ? [] : ["--mirror", mirror];
        var start = new ProcessStartInfo("node", [script, "--port", port.ToString(CultureInfo.InvariantCulture), .. mirrored])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LIVEKIT_API_KEY"] = key;
        start.Environment["LIVEKIT_API_SECRET"] = secret.Reveal();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new IOException("The room server needs Node.js 20 or later: install it so that 'node' is on PATH.", e);
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        _process!.ErrorDataReceived += (_, line) => OnError(line.Data);
        _process.BeginErrorReadLine();
        string? ready;
        try
        {
            ready = await _process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(StartLimit, _time, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new IOException($"The room server was not ready within {StartLimit.TotalSeconds:0} s. {Errors}", e);
        }

        if (ready is null)
        {
            throw new IOException($"The room server ended at once. {Errors}");
        }

        using var json = JsonDocument.Parse(ready);
        Url = new(json.RootElement.GetProperty("url").GetString()!);
    }

    private void OnError(string? line)
    {
        const int MostCharacters = 64 * 1024;
        lock (_errors)
        {
            if (line is not null && _errors.Length < MostCharacters)
            {
                _errors.Append(CultureInfo.InvariantCulture, $"{line}\n");
            }
        }
    }
}
