using System.Net.Http.Json;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Rooms;
using Microsoft.AspNetCore.Builder;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Has the native library of a server process panic when a test wants it.</summary>
internal static class Panic
{
    /// <summary>The setting that allows it.</summary>
    public const string Setting = "Test:Panic";

    private const string Path = "test/panic";

    public static void MapIfWanted(WebApplication app)
    {
        if (app.Configuration[Setting] == "true")
        {
            // A room that is joined and not said to be ready for is the one panic that can be had on purpose, after 15 s.
            app.MapPost("/" + Path, static (Room room) =>
                JoinedRoom.ConnectAsync(LiveKitLibrary.Get(new()), new(new(room.Url), room.Token), new()));
        }
    }

    /// <summary>Has it panic in 15 s.</summary>
    /// <param name="node">Whose library.</param>
    /// <param name="rtc">Has the room server.</param>
    public static async Task ProvokeAsync(ServerProcess node, RtcFixture rtc)
    {
        var room = new TestRoom(rtc.Server);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.PostAsJsonAsync(
            new Uri(node.Address, Path), new Room(rtc.Server.Url.ToString(), rtc.Server.Mint("nobody", room.Grants)),
            TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private sealed record Room(string Url, string Token);
}
