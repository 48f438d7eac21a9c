using System.Net;
using Connectors.Core.Outgoing;
using Connectors.Core.Sessions;
using Connectors.Server.Hosting;

namespace Connectors.Sandbox.Demo;

/// <summary>A session with real accounts that whoever runs it joins from a browser. Runs until the session ends or Ctrl+C.</summary>
/// <param name="output">Told where to join and what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveDemo(TextWriter output, TimeProvider time)
{
    // LiveKit's own page for joining any room with a token.
    private const string JoinPage = "https://meet.livekit.io/custom";

    public async Task<int> RunAsync(LiveAccounts accounts, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("connectors-live-").FullName;
        try
        {
            await using var service = Service(accounts, data);
            await service.StartAsync(cancellationToken);
            var sessions = service.Services.GetRequiredService<ISessionHost>();
            return await ConverseAsync(sessions, accounts, cancellationToken);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private async Task<int> ConverseAsync(ISessionHost sessions, LiveAccounts accounts, CancellationToken cancellationToken)
    {
        var timeline = new DemoTimeline(time, output);
        var specification = new SessionSpecification
        {
            Id = Guid.NewGuid().ToString(),
            TenantId = "live-demo",
            Source = new RoomSource.LiveAvatarRoom(),
            Avatar = new() { AvatarId = accounts.AvatarId },
            AvatarCredential = accounts.LiveAvatarKey,
            ConnectorId = "elevenlabs",
            Agent = accounts.Setup,
        };
        var start = await sessions.StartAsync(specification, cancellationToken);
        if (start.Access is not { RoomUrl: { } url, UserToken: { } token })
        {
            await output.WriteLineAsync($"demo: no session: {start.Failure?.Reason} ({start.Message})");
            return 1;
        }

        await output.WriteLineAsync("Join with your microphone (the link holds a token that lets whoever has it into this room):");
        await output.WriteLineAsync(
            $"  {JoinPage}?liveKitUrl={Uri.EscapeDataString(url.ToString())}&token={Uri.EscapeDataString(token)}");
        var watch = new SessionWatch(sessions.WatchAsync(specification.Id, 0, CancellationToken.None), time, timeline.Say);
        try
        {
            await watch.Ended.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await sessions.StopAsync(specification.Id, SessionEndReasons.StoppedByUser, CancellationToken.None);
            await watch.Ended;
        }

        return watch.Entries[^1].Event is SessionEvent.Ended { End.Result: SessionResult.Completed } ? 0 : 1;
    }

    private static WebApplication Service(LiveAccounts accounts, string data)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddConnectors(new()
        {
            DataFolder = data,
            LiveAvatarAddress = accounts.LiveAvatarAddress,
            Outgoing = accounts.LiveAvatarAddress.IsLoopback || accounts.ElevenLabsAddress.IsLoopback
                ? new() { AllowedRanges = ["127.0.0.0/8"], AllowedRoomHosts = ["127.0.0.1", RoomHostRules.LiveKitCloud] }
                : new(),
        });
        return builder.Build();
    }
}
