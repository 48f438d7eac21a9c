using System.Net.Http.Headers;
using System.Text.Json;

namespace Connectors.Integration.Tests.Api;

/// <summary>Reads a tenant's live stream.</summary>
internal sealed class LiveReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private HttpResponseMessage? _response;
    private StreamReader? _lines;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens it.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="session">The session whose events are wanted too, or null.</param>
    /// <param name="last">Id of the last event seen, or null.</param>
    public static async Task<LiveReader> OpenAsync(ApiTenant tenant, string? session = null, string? last = null)
    {
        var reader = new LiveReader();
        var path = "/api/v1/live" + (session is null ? string.Empty : $"?session={session}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(tenant.Stage.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Key);
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        reader._response = await reader._http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        reader._response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", reader._response.Content.Headers.ContentType?.ToString());
        reader._lines = new(await reader._response.Content.ReadAsStreamAsync(Stop));
        return reader;
    }

    /// <summary>The next item.</summary>
    public async Task<(string? Id, string Type, JsonElement Data)> NextAsync()
    {
        var (id, type) = ((string?)null, string.Empty);
        while (await _lines!.ReadLineAsync(Stop).AsTask().WaitAsync(Patience, TimeProvider.System, Stop) is { } line)
        {
            var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            switch (line.Split(':')[0])
            {
                case "id":
                    id = value;
                    break;
                case "event":
                    type = value;
                    break;
                case "data":
                    return (id, type, JsonElement.Parse(value));
            }
        }

        throw new EndOfStreamException("The stream is over.");
    }

    /// <summary>Reads on to the first item that is wanted; also tells what came before.</summary>
    public async Task<List<(string? Id, string Type, JsonElement Data)>> ReadToAsync(string type, Func<JsonElement, bool>? wanted = null)
    {
        List<(string? Id, string Type, JsonElement Data)> items = [];
        do
        {
            items.Add(await NextAsync());
        }
        while (items[^1].Type != type || wanted?.Invoke(items[^1].Data) == false);

        return items;
    }

    public void Dispose()
    {
        _lines?.Dispose();
        _response?.Dispose();
        _http.Dispose();
    }
}
