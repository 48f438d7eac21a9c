using System.Text;
using System.Text.Json;
using Connectors.Server.Api;

namespace Connectors.Integration.Tests.Api;

/// <summary>Every member of every body that the API reads, with what it can't be.</summary>
public class BodyTests(GarbageStage garbage) : IClassFixture<GarbageStage>
{
    // What each route says to an empty object, and to what it can't do without; those with none are content with defaults.
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/operator/tenants"] = ["name"],
        ["PATCH /api/v1/operator/tenants/{id}"] = [],
        ["POST /api/v1/operator/keys"] = ["name"],
        ["POST /api/v1/operator/tenants/{tenantId}/keys"] = ["name"],
        ["PUT /api/v1/operator/node/drain"] = ["draining"],
        ["POST /api/v1/sessions"] = ["avatar"],
        ["POST /api/v1/sessions/{id}/say"] = ["text"],
        ["POST /api/v1/sessions/{id}/text"] = ["text"],
        ["POST /api/v1/sessions/{id}/context"] = ["text"],
        ["POST /api/v1/sessions/{id}/tool-results"] = ["call_id", "result"],
        ["POST /api/v1/webhooks"] = ["url", "events"],
        ["PUT /api/v1/webhooks/{id}"] = ["url", "events"],
        ["POST /api/v1/webhooks/{id}/secret"] = [],
        ["POST /api/v1/webhooks/{id}/replay"] = ["since"],
        ["PATCH /api/v1/tenant"] = [],
        ["POST /api/v1/credentials"] = ["name", "kind", "value"],
        ["PATCH /api/v1/credentials/{id}"] = ["name"],
        ["PUT /api/v1/credentials/{id}/value"] = ["value"],
        ["POST /api/v1/voice-agents"] = ["name", "credential_id", "connector"],
        ["PUT /api/v1/voice-agents/{id}"] = ["name", "credential_id", "connector"],
        ["POST /api/v1/voice-agents/{id}/tool-secret"] = [],
    };

    private static readonly Dictionary<string, byte[]> Values = new(StringComparer.Ordinal)
    {
        ["list of lists"] = "[[1]]"u8.ToArray(),
        ["object with a list"] = "{\"nonesuch\":[1]}"u8.ToArray(),
        ["nested 2,000 deep"] = Encoding.UTF8.GetBytes(new string('[', 2_000) + new string(']', 2_000)),
        ["bad UTF-8"] = [(byte)'"', 0xC3, 0x28, (byte)'"'],
        ["number without end"] = Encoding.UTF8.GetBytes(new string('9', 5_000)),
    };

    public static TheoryData<string> Names { get; } = [.. Values.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryMember_WithAValueThatItCantHave_IsNamedOrTheBodyRefused(string name)
    {
        var value = Values[name];
        var operatorKey = await garbage.OperatorKeyAsync();
        foreach (var (route, member) in Members())
        {
            var reply = await CallAsync(route, operatorKey, [.. Encoding.UTF8.GetBytes($"{{\"{member}\":"), .. value, (byte)'}']);

            Assert.True(
                reply is { Status: 400, Problem: "invalid" or "malformed-body" }, $"{route} {member} {name}: {reply.Status} {reply.Body}");
            if (reply.Problem == "invalid")
            {
                Assert.Contains(reply.WrongFields(), field => field.StartsWith(member, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task EveryRoute_WithoutWhatItNeeds_NamesAllOfIt()
    {
        var routes = ApiRoute.Of(garbage.Stage).Where(route => route.TakesBody).ToList();
        Assert.Equal(Required.Keys.Order(StringComparer.Ordinal), routes.Select(NameOf).Order(StringComparer.Ordinal));
        var operatorKey = await garbage.OperatorKeyAsync();
        foreach (var route in routes)
        {
            var reply = await CallAsync(route, operatorKey, "{}"u8.ToArray());
            var required = Required[NameOf(route)];

            Assert.True(reply.Status == (required.Length == 0 ? 200 : 400), $"{route}: {reply.Status} {reply.Body}");
            Assert.Equal(required, required.Length == 0 ? [] : reply.WrongFields());
        }
    }

    private static string NameOf(ApiRoute route) => $"{route}".TrimEnd('/');

    // Members that are JSON of the tenant's own may hold anything.
    private IEnumerable<(ApiRoute Route, string Member)> Members() =>
        from route in ApiRoute.Of(garbage.Stage)
        where route.TakesBody
        from member in ApiJson.Default.GetTypeInfo(route.Body!)!.Properties
        where member.PropertyType != typeof(JsonElement?) && member.PropertyType != typeof(IReadOnlyDictionary<string, JsonElement>)
        select (route, member.Name);

    private Task<ApiReply> CallAsync(ApiRoute route, string operatorKey, byte[] body) => garbage.Stage.CallAsync(
        route.Method,
        route.Path(name => route.IsOperators ? garbage.Tenant.Id : garbage.Belongings[route.Pattern.Split('/')[3]]),
        body,
        route.IsOperators ? operatorKey : garbage.Tenant.Key);
}
