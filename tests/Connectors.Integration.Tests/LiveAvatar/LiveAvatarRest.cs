using System.Text;
using System.Text.Json.Nodes;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Integration.Tests.LiveAvatar;

/// <summary>Calls the sandbox's API by hand, for what our client never does.</summary>
internal static class LiveAvatarRest
{
    /// <summary>Sends a call; the key or token goes into the header that its form asks for.</summary>
    public static async Task<RestAnswer> SendAsync(
        HttpClient http, HttpMethod method, string path, string? credential, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (credential is not null)
        {
            var isToken = credential.Contains('.', StringComparison.Ordinal);
            request.Headers.Add(isToken ? "Authorization" : "X-API-KEY", isToken ? $"Bearer {credential}" : credential);
        }

        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(response.StatusCode, (JsonObject)JsonNode.Parse(text)!);
    }

    public static async Task<string> MintAsync(HttpClient http)
    {
        var (_, body) = await SendAsync(
            http, HttpMethod.Post, "v1/sessions/token", "sandbox-key",
            $$"""{"mode":"LITE","avatar_id":"{{LiveAvatarCloud.OtherAvatar}}"}""");
        return (string)body["data"]!["session_token"]!;
    }

    public static Task<RestAnswer> StartAsync(HttpClient http, string token) =>
        SendAsync(http, HttpMethod.Post, "v1/sessions/start", token);
}
