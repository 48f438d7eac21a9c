using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Connectors.LiveKit.Tokens;

namespace Connectors.Sandbox.Rooms;

/// <summary>Ends rooms and removes participants, by LiveKit's RoomService (Twirp): of the sandbox's server or a real one.</summary>
/// <param name="server">The server.</param>
internal sealed class RoomAdmin(RoomServer server) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = new UriBuilder(server.Url) { Scheme = server.Url.Scheme == "wss" ? "https" : "http" }.Uri,
    };

    /// <summary>Deletes a room; everyone in it is told.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False if there is no such room.</returns>
    public Task<bool> DeleteRoomAsync(string room, CancellationToken cancellation) =>
        CallAsync("DeleteRoom", new() { Room = room, RoomCreate = true }, new() { ["room"] = room }, cancellation);

    /// <summary>Removes a participant.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="identity">Who.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False if there is no such participant.</returns>
    public Task<bool> RemoveParticipantAsync(string room, string identity, CancellationToken cancellation) =>
        CallAsync(
            "RemoveParticipant", new() { Room = room, RoomAdmin = true }, new() { ["room"] = room, ["identity"] = identity }, cancellation);

    /// <summary>Who is in a room; empty if there is no such room.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<string>> ListParticipantsAsync(string room, CancellationToken cancellation)
    {
        using var response = await PostAsync(
            "ListParticipants", new() { Room = room, RoomAdmin = true }, new() { ["room"] = room }, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }

        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonObject>(cancellation);
        return [.. body?["participants"]?.AsArray().Select(participant => (string?)participant?["identity"] ?? string.Empty) ?? []];
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<bool> CallAsync(string method, LiveKitGrants grants, JsonObject body, CancellationToken cancellation)
    {
        using var response = await PostAsync(method, grants, body, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }

    private async Task<HttpResponseMessage> PostAsync(string method, LiveKitGrants grants, JsonObject body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"twirp/livekit.RoomService/{method}");
        request.Content = JsonContent.Create(body);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Mint("admin", grants with { RoomJoin = false }));
        return await _http.SendAsync(request, cancellation);
    }
}
