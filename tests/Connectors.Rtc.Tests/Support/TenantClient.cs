using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Connectors.Core.Sessions;

namespace Connectors.Rtc.Tests.Support;

/// <summary>A tenant's calls of one process of the service.</summary>
/// <param name="address">Where it is.</param>
/// <param name="apiKey">The tenant's key.</param>
internal sealed class TenantClient(Uri address, Secret apiKey) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>When the last answer said to come back.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<JsonElement> CallAsync(HttpMethod method, string path, object? body = null)
    {
        var (status, text) = await AskAsync(method, $"api/v1/{path}", body);
        Assert.True(status is >= 200 and < 300, $"{path}: {status} {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>Calls and takes every answer.</summary>
    /// <exception cref="HttpRequestException">There is none.</exception>
    public async Task<(int Status, string Text)> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = Request(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await _http.SendAsync(request, Cancellation);
        RetryAfter = response.Headers.RetryAfter?.Delta;
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>The session's events after a place, up to the first one that is wanted.</summary>
    public async Task<List<WatchedLine>> WatchAsync(string session, long after, Func<string, JsonElement, bool> isLast)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        List<WatchedLine> events = [];
        try
        {
            await foreach (var told in WatchAsync(session, after, limit.Token))
            {
                events.Add(told);
                if (isLast(told.Type, told.Data))
                {
                    return events;
                }
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // Told below.
        }

        Assert.Fail($"The stream ended or told nothing more: {string.Join(", ", events.Select(e => e.Type))}");
        return events;
    }

    /// <summary>The session's events after a place, to the stream's end.</summary>
    public async IAsyncEnumerable<WatchedLine> WatchAsync(
        string session, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, $"api/v1/sessions/{session}/events");
        if (after > 0)
        {
            request.Headers.Add("Last-Event-ID", $"{EventPlace.Of(after)}");
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        var (id, type) = (after, string.Empty);
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            switch (line.Split(':')[0])
            {
                case "id":
                    Assert.True(EventPlace.TryParse(value, out var place));
                    id = place.Sequence;
                    break;
                case "event":
                    type = value;
                    break;
                case "data":
                    yield return new(TimeProvider.System.GetTimestamp(), id, type, JsonElement.Parse(value));
                    break;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey.Reveal());
        return request;
    }
}
