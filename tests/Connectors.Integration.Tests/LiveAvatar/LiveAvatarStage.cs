using Connectors.Core.Avatars;
using Connectors.LiveAvatar;
using Connectors.LiveAvatar.Lite;
using Connectors.LiveAvatar.Rest;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Testing;

namespace Connectors.Integration.Tests.LiveAvatar;

/// <summary>Our LiveAvatar client beside a sandbox, each with a clock of its own.</summary>
internal sealed class LiveAvatarStage : IAsyncDisposable
{
    private readonly LiveAvatarHttp _http;
    private readonly List<(IAvatarConnection Connection, RecordingAvatarListener Listener)> _connections = [];

    private LiveAvatarStage(LiveAvatarSandbox sandbox, PaperRooms rooms, TimeProvider time, LiveAvatarOptions options)
    {
        Sandbox = sandbox;
        Rooms = rooms;
        _http = new(options with { BaseAddress = sandbox.BaseAddress });
        Api = new LiveAvatarApi(_http, time);
        Transport = new LiteAvatarTransport(_http, time);
    }

    public static Secret Key { get; } = new("sandbox-key");

    public static AvatarSessionRequest Request { get; } = new() { AvatarId = LiveAvatarCloud.OtherAvatar };

    public LiveAvatarSandbox Sandbox { get; }

    public PaperRooms Rooms { get; }

    public ILiveAvatarApi Api { get; }

    public IAvatarTransport Transport { get; }

    public static async Task<LiveAvatarStage> StartAsync(
        TimeProvider? sandboxTime = null, TimeProvider? ourTime = null, LiveAvatarOptions? options = null)
    {
        var time = sandboxTime ?? TimeProvider.System;
        var rooms = new PaperRooms(new("ws://127.0.0.1:7880"), time);
        var switches = new LiveAvatarSwitches { ConnectedDelay = TimeSpan.Zero, RenderDelay = TimeSpan.Zero };
        var sandbox = await LiveAvatarSandbox.StartAsync(rooms, () => new ClockedAvatarBody(time), time, switches);
        return new(sandbox, rooms, ourTime ?? TimeProvider.System, options ?? new());
    }

    /// <summary>A token, which must be granted.</summary>
    public async Task<AvatarSessionToken> MintAsync(AvatarSessionRequest? request = null)
    {
        var (token, failure) = await Api.CreateTokenAsync(Key, request ?? Request, TestContext.Current.CancellationToken);
        Assert.Null(failure);
        return token!;
    }

    /// <summary>A started session, seen from both sides.</summary>
    public async Task<(AvatarSession Ours, SandboxSession Theirs)> StartSessionAsync(AvatarSessionRequest? request = null)
    {
        var (session, failure) = await Api.StartAsync(await MintAsync(request), TestContext.Current.CancellationToken);
        Assert.Null(failure);
        return (session!, Sandbox.Find(session!.SessionId)!);
    }

    public (IAvatarConnection Connection, RecordingAvatarListener Listener) Open(Uri address)
    {
        var listener = new RecordingAvatarListener();
        var connection = Transport.Open(address, listener);
        _connections.Add((connection, listener));
        return (connection, listener);
    }

    /// <summary>A session whose socket takes commands.</summary>
    public async Task<(IAvatarConnection Connection, RecordingAvatarListener Listener, SandboxSession Theirs)> ConnectAsync()
    {
        var (ours, theirs) = await StartSessionAsync();
        var (connection, listener) = Open(ours.SocketUrl!);
        await listener.NextAsync<AvatarEvent.Connected>();
        return (connection, listener, theirs);
    }

    /// <summary>The same where the sandbox runs by a clock that has to be moved; the user is not in the room.</summary>
    public async Task<(IAvatarConnection Connection, RecordingAvatarListener Listener, SandboxSession Theirs)> ConnectAsync(
        FakeTime time, AvatarSessionRequest? request = null)
    {
        var (ours, theirs) = await StartSessionAsync(request);
        var (connection, listener) = Open(ours.SocketUrl!);
        await theirs.Joining.WaitAsync(TestContext.Current.CancellationToken);
        await theirs.Log.WaitAsync(LiteDirection.Received, "socket.opened", TestContext.Current.CancellationToken);
        await AdvanceUntilAsync(time, TimeSpan.FromTicks(1), listener.NextAsync<AvatarEvent.Connected>());
        return (connection, listener, theirs);
    }

    /// <summary>Moves a clock in small steps until something has happened, since its timers are set by other threads.</summary>
    public static async Task<T> AdvanceUntilAsync<T>(FakeTime time, TimeSpan step, Task<T> happened)
    {
        while (!happened.IsCompleted)
        {
            time.Advance(step);
            await Task.WhenAny(
                happened, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        return await happened;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (connection, listener) in _connections)
        {
            await connection.CloseAsync();
            await connection.DisposeAsync();
            await connection.DisposeAsync();
            Assert.Equal(1, listener.Ends);
            Assert.Equal(0, listener.EventsAfterEnd);
        }

        await Sandbox.DisposeAsync();
        _http.Dispose();
    }
}
