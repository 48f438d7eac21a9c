using Connectors.Integration.Tests.Api;
using Connectors.Server.LiveAvatarApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class IsolationTests
{
    [Fact]
    public async Task EveryCall_NamingWhatIsAnotherTenants_IsNotFoundAndAudited()
    {
        await using var stage = await StageAsync();
        var (owner, stranger) = (await CreateAsync(stage), await CreateAsync(stage));
        var (session, token) = await owner.TokenAsync();
        (await owner.PageAsync("sessions/start", token)).Expect(201);
        var voiceAgent = await owner.Tenant.VoiceAgentAsync(owner.SecretId);
        var context = Data((await owner.CallAsync("POST", "contexts", new { name = "n", prompt = "p", opening_text = "" })).Expect(200));
        var ids = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["secrets"] = owner.SecretId,
            ["contexts"] = context.GetProperty("id").GetString()!,
            ["sessions"] = session,
        };
        List<string> tried = [];

        foreach (var (method, pattern) in WithAnId(stage))
        {
            var path = pattern.Replace("{id}", ids[pattern[Root.Length..].Split('/')[0]]);
            Refused(await stage.CallAsync(method, path, null, null, ("X-API-KEY", stranger.Tenant.Key)), 404, 4004);
            tried.Add($"{method} {path}");
        }

        foreach (var (path, body) in Naming(stranger, owner.SecretId, voiceAgent, session))
        {
            Refused(await stranger.CallAsync("POST", path, body), 404, 4004);
            tried.Add($"POST {Root}{path}");
        }

        (await stranger.CallAsync("POST", "sessions/stop", new { session_id = session })).Expect(200);
        tried.Add($"session.stop session/{session}");

        Assert.Equal(11, tried.Count);
        var log = await AuditAsync(stranger.Tenant);
        Assert.All(tried, entry => Assert.Contains(entry, log));
        (await owner.CallAsync("POST", "sessions/keep-alive", new { session_id = session })).Expect(200);
    }

    private static IEnumerable<(string Method, string Pattern)> WithAnId(ApiStage stage) =>
        from endpoint in stage.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = endpoint.RoutePattern.RawText
        where pattern.StartsWith(LiveAvatarApiEndpoints.Path, StringComparison.Ordinal)
        where pattern.Contains("{id}", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        where method != "OPTIONS"
        select (method, pattern);

    private static IEnumerable<(string Path, object Body)> Naming(MovedTenant tenant, string secret, string voiceAgent, string session)
    {
        var lite = tenant.Body;
        lite["elevenlabs_agent_config"] = new { secret_id = secret, agent_id = "a" };
        var full = tenant.Body;
        full.Remove("elevenlabs_agent_config");
        full["mode"] = "FULL";
        full["voice_agent"] = new { id = voiceAgent };
        return [("sessions/token", lite), ("sessions/token", full), ("sessions/keep-alive", new { session_id = session })];
    }

    // What was tried and not found.
    private static async Task<IReadOnlyList<string>> AuditAsync(ApiTenant tenant) =>
    [
        .. (await tenant.CallAsync("GET", "audit-log?limit=100")).Expect(200).Json.GetProperty("data").EnumerateArray()
            .Where(entry => entry.GetProperty("outcome").GetString() == "not-found")
            .Select(entry => $"{entry.GetProperty("action").GetString()!.Split(' ')[0]} {entry.GetProperty("subject").GetString()}"),
    ];
}
