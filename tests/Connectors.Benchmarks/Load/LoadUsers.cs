using Connectors.Benchmarks.Latency;
using Connectors.LiveKit.Tokens;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Load;

/// <summary>
/// The users and avatars of all rooms. On the sandbox's room server one of each is mirrored into every room, so that the load is the
/// service's; a real server that <c>LIVEKIT_URL</c> names has a user in each room.
/// </summary>
internal sealed class LoadUsers : IAsyncDisposable
{
    private const string Mirrored = "mirrored";

    private readonly List<IAsyncDisposable> _joined = [];
    private readonly List<SandboxUser> _speaking = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _talk = Task.CompletedTask;

    private LoadUsers(RoomServer server) => Server = server;

    public RoomServer Server { get; }

    /// <summary>Hears a user as we do, and does nothing with it.</summary>
    public SandboxParticipant Bare { get; } = new("client", Time);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<LoadUsers> StartAsync(CancellationToken cancellationToken)
    {
        var server = RoomServer.IsNamed
            ? await RoomServer.StartAsync(Time, cancellationToken)
            : await RoomServer.StartOwnAsync(Time, cancellationToken, Mirrored);
        var users = new LoadUsers(server);
        var grants = new LiveKitGrants { Room = Mirrored, CanPublish = true, CanSubscribe = true, CanPublishData = true };
        await users.SpeakAsync(server.Mint("client", grants), cancellationToken);
        var avatar = new AvatarBody(Time);
        users._joined.Add(avatar);
        await avatar.JoinAsync(server.Url, server.Mint("heygen", grants), cancellationToken);
        await users.Bare.JoinAsync(server.Url, server.Mint("bare", grants), cancellationToken);
        users._talk = users.TalkAsync();
        return users;
    }

    /// <summary>Lets a user be in a session's room.</summary>
    /// <param name="token">Its token.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task JoinAsync(string token, CancellationToken cancellationToken) =>
        Server.IsOwn ? Task.CompletedTask : SpeakAsync(token, cancellationToken);

    /// <summary>When the bare listener had the bursts so far.</summary>
    public List<long> Onsets() => Bursts.Onsets(Bare.Heard.Frames().Select(static frame => (frame.Timestamp, (int)frame.Peak)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _talk;
        await Bare.DisposeAsync();
        foreach (var joined in _joined)
        {
            await joined.DisposeAsync();
        }

        await Server.DisposeAsync();
        _stop.Dispose();
    }

    private async Task SpeakAsync(string token, CancellationToken cancellationToken)
    {
        var user = new SandboxUser(Time);
        _joined.Add(user);
        await user.JoinAsync(Server.Url, token, cancellationToken);
        lock (_speaking)
        {
            _speaking.Add(user);
        }
    }

    // Microphones are open all the time, and beep.
    private async Task TalkAsync()
    {
        var period = Bursts.Period();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                lock (_speaking)
                {
                    _speaking.Where(static user => user.Buffered < TimeSpan.FromSeconds(1)).ToList().ForEach(user => user.Say(period));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Its time is over.
        }
    }
}
