using System.Globalization;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Sandbox.Rooms;

namespace Connectors.Sandbox.LiveAvatar;

/// <summary>
/// Runs the LiveAvatar sandbox by itself: API and LITE sockets, with an avatar that plays by the clock in no room, or in
/// rooms of a room server.
/// </summary>
internal sealed class LiveAvatarCommand : ISandboxCommand
{
    private const int DefaultPort = 7701;

    private static readonly CommandOption[] Options =
    [
        new("--port", "N", $"port on 127.0.0.1, 0 for a free one (default {DefaultPort})"),
        new("--api-key", "KEY", "the API key that is good (default sandbox-key)"),
        new("--room-url", "URL", "what sessions are told as their room server's address (default ws://127.0.0.1:7880)"),
        new("--rooms", null, "a room server comes with it, and avatars join their rooms, with voice and picture"),
        new("--strict", null, "answer errors where the real service is silent"),
        new("--calls-per-second", "N", "rate limit for each caller and endpoint (default none)"),
        new("--concurrency", "N", "sessions at once (default no limit)"),
        new("--second-socket", "WHAT", "of a second socket on one address: replace the older one (default), both stay open, or refuse it"),
        new("--idle", "SECONDS", "idle limit (default 300)"),
        new("--maximum", "SECONDS", "the plan's longest session (default 1200)"),
    ];

    public string Name => "liveavatar";

    public string Summary => "LiveAvatar's REST API and LITE sockets; its avatar plays by the clock, or in real rooms with --rooms";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, Options);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, Options));
            return 0;
        }

        if (!Uri.TryCreate(line.Text("--room-url") ?? "ws://127.0.0.1:7880", UriKind.Absolute, out var room))
        {
            throw new UsageException("--room-url must be an address such as ws://127.0.0.1:7880.");
        }

        if (line.Has("--rooms") && line.Has("--room-url"))
        {
            throw new UsageException("--rooms and --room-url exclude each other.");
        }

        var time = TimeProvider.System;
        var (switches, port) = (SwitchesOf(line), line.Number("--port", DefaultPort, 0, 65535));
        if (!line.Has("--rooms"))
        {
            return await ServeAsync(new PaperRooms(room, time), () => new ClockedAvatarBody(time), switches, port, cancellationToken);
        }

        await using var server = await RoomServer.StartAsync(time, cancellationToken);
        await using var rooms = new ServerRooms(server, time);
        await Console.Out.WriteLineAsync($"Room server at {server.Url}");
        return await ServeAsync(rooms, () => new AvatarBody(time), switches, port, cancellationToken);
    }

    private static async Task<int> ServeAsync(
        IRoomProvider rooms, Func<IAvatarBody> bodies, LiveAvatarSwitches switches, int port, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        LiveAvatarSandbox sandbox;
        try
        {
            sandbox = await LiveAvatarSandbox.StartAsync(rooms, bodies, time, switches, port);
        }
        catch (IOException)
        {
            throw new UsageException("The port is in use; choose another one with --port.");
        }

        await using (sandbox)
        {
            sandbox.Recorded = static (session, record) => Console.Out.WriteLine(Describe(session, record));
            await Console.Out.WriteLineAsync(
                $"LiveAvatar sandbox at {sandbox.BaseAddress} (API key: {sandbox.Switches.ApiKeys.First()}). Ctrl+C ends it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            return 0;
        }
    }

    private static LiveAvatarSwitches SwitchesOf(CommandLine line)
    {
        var switches = new LiveAvatarSwitches
        {
            Strict = line.Has("--strict"),
            CallsPerSecond = line.Number("--calls-per-second", 0, 0, 10_000),
            ConcurrencyLimit = line.Number("--concurrency", 0, 0, 10_000),
            SecondSocket = line.Text("--second-socket") switch
            {
                null or "replace" => SecondSocket.ClosesOlder,
                "both" => SecondSocket.OpensBeside,
                "refuse" => SecondSocket.IsRefused,
                _ => throw new UsageException("--second-socket must be replace, both or refuse."),
            },
        };
        switches.IdleLimit = line.Seconds("--idle", switches.IdleLimit);
        switches.PlanMaximum = line.Seconds("--maximum", switches.PlanMaximum);
        if (line.Text("--api-key") is { } key)
        {
            switches.ApiKeys.Clear();
            switches.ApiKeys.Add(key);
        }

        return switches;
    }

    private static string Describe(SandboxSession session, LiteRecord record)
    {
        var audio = record.AudioBytes > 0 ? string.Create(CultureInfo.InvariantCulture, $" {record.AudioBytes} bytes") : string.Empty;
        return $"{session.Id[..8]}#{record.Socket} {Arrow(record.Direction)} {record.Type} {record.EventId}{audio}";
    }

    private static string Arrow(LiteDirection direction) => direction switch
    {
        LiteDirection.Sent => "<-",
        LiteDirection.Dropped => "-x",
        _ => "->",
    };
}
