using System.Globalization;
using Connectors.Benchmarks.Api;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Benchmarks.Commands;

/// <summary>What the API gives: calls a second, how long they take, and what happens at one and a half times the capacity.</summary>
internal static class ApiCommand
{
    private const int Callers = 8;
    private const int Listings = 4_000;
    private const int Starts = 200;
    private const int Capacity = 50;
    private const int Asked = Capacity * 3 / 2;

    public static async Task<int> RunAsync()
    {
        var figures = new Figures("dotnet run -c Release --project tests/Connectors.Benchmarks -- api");
        await using var host = await ApiHost.StartAsync(Capacity);
        using var load = new ApiLoad(host.Address);
        var key = await TenantAsync(host, load);
        figures.Rows($"calls of the API, {Callers} callers", "ms");
        await StartAsync(load, key, Starts / 10);
        var (starts, startsPerSecond) = await StartAsync(load, key, Starts);
        await ListAsync(load, key, Listings / 10);
        var (lists, listsPerSecond) = await ListAsync(load, key, Listings);
        figures.Line(Figures.Row("start a session (LiveAvatar's sandbox, audit log, row on disk)", starts))
            .Line(Figures.Row("list 50 of 220 sessions", lists))
            .Line(string.Empty)
            .Line(string.Create(
                CultureInfo.InvariantCulture, $"{startsPerSecond:0} starts and {listsPerSecond:0} listings a second; callers, service and "
                + $"LiveAvatar's stand-in shared the machine."));
        await OverloadAsync(load, key, figures);
        figures.Print(TimeProvider.System.GetUtcNow());
        return 0;
    }

    private static async Task<string> TenantAsync(ApiHost host, ApiLoad load)
    {
        var quotas = new { sessions_at_once = 100_000, starts_per_minute = 100_000, requests_per_second = 10_000 };
        var tenant = await load.MakeAsync("POST", "operator/tenants", new { name = "load", quotas }, host.OperatorKey);
        var key = await load.MakeAsync("POST", $"operator/tenants/{tenant}/keys", new { name = "load" }, host.OperatorKey, "key");
        var credential = await load.MakeAsync(
            "POST", "credentials", new { name = "avatar", kind = "LIVEAVATAR_API_KEY", value = host.LiveAvatarKey }, key);
        await load.MakeAsync("PATCH", "tenant", new { default_liveavatar_credential_id = credential }, key);
        return key;
    }

    private static Task<(IReadOnlyCollection<double> Milliseconds, double PerSecond)> StartAsync(ApiLoad load, string key, int calls) =>
        ApiLoad.RepeatAsync(Callers, calls, async _ =>
        {
            var (status, took, answer) = await load.CallAsync("POST", "sessions", Session(), key);
            if (status != 201)
            {
                throw new IOException($"A start was answered {status}: {answer}");
            }

            await load.CallAsync("POST", $"sessions/{answer.GetProperty("id").GetString()}/stop", null, key);
            return took;
        });

    private static Task<(IReadOnlyCollection<double> Milliseconds, double PerSecond)> ListAsync(ApiLoad load, string key, int calls) =>
        ApiLoad.RepeatAsync(Callers, calls, async _ => (await load.CallAsync("GET", "sessions?limit=50", null, key)).Milliseconds);

    private static async Task OverloadAsync(ApiLoad load, string key, Figures figures)
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, Asked).Select(_ => load.CallAsync("POST", "sessions", Session(), key)));
        var admitted = asked.Where(reply => reply.Status == 201).Select(reply => reply.Milliseconds).ToList();
        var refused = asked.Where(reply => reply.Status == 503).Select(reply => reply.Milliseconds).ToList();
        figures.Line(string.Empty)
            .Line($"{Asked} starts at once for {Capacity} places: {admitted.Count} admitted, {refused.Count} refused with 503, "
                + $"{asked.Length - admitted.Count - refused.Count} answered otherwise.")
            .Rows("overload", "ms")
            .Line(Figures.Row("admitted", admitted))
            .Line(Figures.Row("refused", refused));
    }

    private static object Session() => new { avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar } };
}
