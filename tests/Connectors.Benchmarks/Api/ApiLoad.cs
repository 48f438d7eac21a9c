using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Connectors.Benchmarks.Api;

/// <summary>Calls the API from several callers at once and keeps how long each call took.</summary>
internal sealed class ApiLoad(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(address, "/api/v1/") };

    private static TimeProvider Time => TimeProvider.System;

    /// <summary>Makes one call.</summary>
    public async Task<(int Status, double Milliseconds, JsonElement Answer)> CallAsync(string method, string path, object? body, string key)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : JsonContent.Create(body);
        var began = Time.GetTimestamp();
        using var response = await _http.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var took = Time.GetElapsedTime(began).TotalMilliseconds;
        return ((int)response.StatusCode, took, answer.Length == 0 ? default : JsonElement.Parse(answer));
    }

    /// <summary>Makes one call that must succeed, and reads a member of its answer.</summary>
    public async Task<string> MakeAsync(string method, string path, object body, string key, string member = "id")
    {
        var (status, _, answer) = await CallAsync(method, path, body, key);
        return status is 200 or 201
            ? answer.GetProperty(member).GetString()!
            : throw new IOException($"{method} {path}: {status} {answer}");
    }

    /// <summary>Repeats a call until a number of them is made; how long each took, and how many were made a second.</summary>
    public static async Task<(IReadOnlyCollection<double> Milliseconds, double PerSecond)> RepeatAsync(
        int callers, int calls, Func<int, Task<double>> call)
    {
        var taken = new ConcurrentBag<double>();
        var next = 0;
        var began = Time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number && number <= calls)
            {
                taken.Add(await call(number));
            }
        }));
        return (taken, calls / Time.GetElapsedTime(began).TotalSeconds);
    }

    public void Dispose() => _http.Dispose();
}
