namespace Connectors.Integration.Tests.Api;

/// <summary>One service and one tenant with one of each for all tests that send garbage: none of it may change anything.</summary>
public sealed class GarbageStage : IAsyncLifetime
{
    internal ApiStage Stage { get; private set; } = null!;

    internal ApiTenant Tenant { get; private set; } = null!;

    /// <summary>Ids of what the tenant has, by the name that it has in addresses.</summary>
    internal IReadOnlyDictionary<string, string> Belongings { get; private set; } = null!;

    /// <summary>A key of the operator for one test: each has a rate of its own.</summary>
    internal async Task<string> OperatorKeyAsync() =>
        (await Stage.CallAsync("POST", "operator/keys", new { name = "garbage" }, Stage.OperatorKey)).Expect(201).Text("key");

    public async ValueTask InitializeAsync()
    {
        Stage = await ApiStage.StartAsync(("Api:CallsPerSecondAndAddress", "10000"));
        Tenant = await Stage.TenantAsync(quotas: new { requests_per_second = 10_000 });
        Belongings = await Tenant.BelongingsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (resource, id) in Belongings)
        {
            (await Tenant.CallAsync("GET", $"{resource}/{id}")).Expect(200);
        }

        await Stage.DisposeAsync();
    }
}
