using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Connectors.Core.Rooms.Projects;
using Connectors.LiveKit.Tokens;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.LiveKit.Projects;

/// <summary>Tokens for rooms of tenants' own projects, and whether a project's server takes its key.</summary>
/// <param name="http">Sends requests through the host's guard.</param>
/// <param name="time">Clock of tokens and limits.</param>
internal sealed class LiveKitRoomServers(HttpMessageInvoker http, TimeProvider time) : IRoomServers
{
    // https://docs.livekit.io/reference/other/roomservice-api: Twirp, JSON in and out; needs the grant roomList.
    private const string ListRooms = "twirp/livekit.RoomService/ListRooms";

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallLifetime = TimeSpan.FromMinutes(1);
    private static readonly string[] Microphone = ["microphone"];

    /// <inheritdoc/>
    public string Mint(LiveKitProject project, RoomPass pass) => new LiveKitAccessToken(project.ApiKey, project.ApiSecret, time).Mint(
        pass.Identity,
        Grants(pass.Room, pass.Role),
        pass.Lifetime,
        new() { Name = pass.Identity, Kind = pass.Role == RoomRole.User ? null : "agent" });

    /// <inheritdoc/>
    public async Task<ValidationReport> CheckAsync(LiveKitProject project, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CallLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(project);
            using var response = await http.SendAsync(request, either.Token);
            return Finding(response) is { } finding ? new([finding], Facts: null) : new([], Facts: null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Report(
                FindingSeverity.Warning, "no-answer", "The LiveKit server did not answer in time, so the key could not be checked.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return OutgoingRefusedException.Find(error) is { } refused
                ? Report(
                    FindingSeverity.Error, "address-refused", $"The LiveKit server can't be reached at this address. {refused.Message}")
                : Report(FindingSeverity.Error, "unreachable", "No LiveKit server could be reached at this address.");
        }
    }

    // LiveAvatar's start fails with 500 unless canPublishData is granted (facts/liveavatar.md §1.8); the four are what its own starter
    // grants. The agent publishes nothing: the avatar has its voice.
    private static LiveKitGrants Grants(string room, RoomRole role) => role switch
    {
        RoomRole.Avatar => new() { Room = room, CanPublish = true, CanSubscribe = true, CanPublishData = true },
        RoomRole.Agent => new() { Room = room, CanPublish = false, CanSubscribe = true, CanPublishData = true },
        _ => new() { Room = room, CanPublish = true, CanPublishSources = Microphone, CanSubscribe = true, CanPublishData = true },
    };

    private HttpRequestMessage Request(LiveKitProject project)
    {
        var address = new UriBuilder(project.Url) { Scheme = project.Url.Scheme == "wss" ? "https" : "http" };
        address.Path = $"{address.Path.TrimEnd('/')}/{ListRooms}";
        var token = new LiveKitAccessToken(project.ApiKey, project.ApiSecret, time).Mint(
            "connectors", new() { Room = string.Empty, RoomJoin = false, RoomList = true }, CallLifetime);
        return new(HttpMethod.Post, address.Uri)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"names":["connectors-check"]}"""))
            {
                Headers = { ContentType = new("application/json") },
            },
        };
    }

    private static ValidationFinding? Finding(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.OK when response.Content.Headers.ContentType?.MediaType == "application/json" => null,
        HttpStatusCode.Unauthorized => new(
            FindingSeverity.Error, "key-refused", "secret",
            "The LiveKit server refused the key: key and secret must be of one pair, and of this project."),
        HttpStatusCode.Forbidden => new(
            FindingSeverity.Warning, "no-list", "secret", "The LiveKit server took the key but doesn't let it list rooms."),
        HttpStatusCode.TooManyRequests => new(
            FindingSeverity.Warning, "rate-limited", "secret",
            "The LiveKit server takes no more calls at the moment, so the key was not checked."),
        >= HttpStatusCode.InternalServerError => new(
            FindingSeverity.Warning, "provider-failed", "secret", "The LiveKit server failed, so the key could not be checked."),
        _ => new(
            FindingSeverity.Error, "unexpected-answer", "secret",
            $"What answers at this address ({(int)response.StatusCode}) is no LiveKit server. Check the address."),
    };

    private static ValidationReport Report(FindingSeverity severity, string code, string message) =>
        new([new(severity, code, "secret", message)], Facts: null);
}
