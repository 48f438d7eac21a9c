using System.Net.WebSockets;
using System.Security.Cryptography;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Sandbox.LiveAvatar;

/// <summary>One LITE session: reserved, started, ended; with its room, its avatar and whoever holds its socket.</summary>
/// <param name="apiKey">Whose it is.</param>
/// <param name="request">The token request, checked.</param>
/// <param name="cloud">What all sessions share.</param>
internal sealed class SandboxSession(string apiKey, TokenRequest request, LiveAvatarCloud cloud) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The avatar gives up joining when the session ends.
    private readonly CancellationTokenSource _life = new();
    private SessionClocks? _clocks;
    private LiteSession? _lite;
    private Task? _starting;
    private Task? _ending;

    public string Id { get; } = Guid.NewGuid().ToString();

    public string ApiKey { get; } = apiKey;

    public TokenRequest Request { get; } = request;

    /// <summary>The secret part of <c>ws_url</c>.</summary>
    public string SocketKey { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public DateTimeOffset CreatedAt { get; } = cloud.Time.GetUtcNow();

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>A value of <c>SessionEndReasonEnum</c>, once it has ended.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Credits taken so far.</summary>
    public double CreditsConsumed { get; set; }

    public SandboxRoom? Room { get; private set; }

    /// <summary>Counted among the account's sessions.</summary>
    public bool IsStarting { get; set; }

    public bool IsActive => StartedAt is not null && EndedAt is null;

    /// <summary>The avatar stopped without a word: commands come to nothing.</summary>
    public bool IsDead { get; private set; }

    public IAvatarBody Body { get; } = cloud.Bodies();

    /// <summary>What happened on its sockets.</summary>
    public LiteLog Log { get; } = new(cloud.Time);

    /// <summary>Done when it has ended and its avatar has left.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The avatar is in the room; cancelled or failed where it won't be.</summary>
    public Task Joining { get; private set; } = Task.CompletedTask;

    /// <summary>The newest socket that is open now, for faults that a test wants; null while there is none.</summary>
    public LiteSocket? Socket => _lite?.Current;

    public TimeSpan Maximum => Request.MaximumSeconds is { } seconds
        ? TimeSpan.FromSeconds(seconds)
        : Request.IsSandbox ? cloud.Switches.SandboxMaximum : cloud.Switches.PlanMaximum;

    /// <summary>Takes a room and sends the avatar there; a second start changes nothing.</summary>
    /// <exception cref="IOException">There is no room to be had.</exception>
    public Task StartAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _starting = _starting is null or { IsFaulted: true } or { IsCanceled: true } ? StartOnceAsync(cancellation) : _starting;
        }
    }

    /// <summary>A message came: the idle limit begins anew.</summary>
    public void Touch() => _clocks?.Touch();

    /// <summary>Whether another socket may have this session now.</summary>
    public bool TakesSocket => IsActive && (cloud.Switches.SecondSocket != SecondSocket.IsRefused || Socket is null);

    /// <summary>Runs a socket until it is over.</summary>
    public async Task RunSocketAsync(WebSocket socket, HttpContext context)
    {
        if (_lite is { } lite)
        {
            await lite.RunAsync(socket, context);
        }
    }

    /// <summary>The avatar falls silent, stays, and nobody is told (facts/liveavatar.md §2.5).</summary>
    public void Die(string reason)
    {
        lock (_lock)
        {
            if (EndedAt is not null)
            {
                return;
            }

            IsDead = true;
            EndedAt = cloud.Time.GetUtcNow();
            EndReason = reason;
        }

        _clocks?.Dispose();
        Body.Clear();
    }

    /// <summary>Ends it: avatar and room go, the socket is told and closed. The first reason counts.</summary>
    public Task EndAsync(string reason)
    {
        lock (_lock)
        {
            EndedAt ??= cloud.Time.GetUtcNow();
            EndReason ??= reason;
            return _ending ??= FinishAsync(EndReason);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync("SERVER_ERROR");
        if (_lite is not null)
        {
            await _lite.DisposeAsync();
        }

        await Body.DisposeAsync();
        _life.Dispose();
    }

    private async Task StartOnceAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        var room = Request.LiveKit ?? await cloud.Rooms.CreateAsync(Id, cloud.Switches.Agent, cancellation);
        Room = room;
        StartedAt = cloud.Time.GetUtcNow();
        _lite = new(this, Body, cloud.Switches, cloud.Time);
        _clocks = new(this, cloud);
        Joining = JoinAsync(room);
    }

    private async Task JoinAsync(SandboxRoom room)
    {
        try
        {
            await Body.JoinAsync(room.Url, room.AvatarToken, _life.Token);
            _lite!.AvatarJoined();
        }
        catch (IOException)
        {
            _ = EndAsync("SERVER_ERROR");
        }
        catch (OperationCanceledException)
        {
            // The session ended before the avatar was there.
        }
    }

    private async Task FinishAsync(string reason)
    {
        // The caller holds the lock until the first wait.
        await Task.Yield();
        _lite?.Stop(reason);
        _clocks?.Dispose();
        await _life.CancelAsync();
        await Joining;
        await Body.LeaveAsync();
        if (Request.LiveKit is null && Room is not null)
        {
            await cloud.Rooms.DeleteAsync(Room.Name);
        }

        _ended.TrySetResult();
    }
}
