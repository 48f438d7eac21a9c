using System.Text;
using Connectors.Integration.Tests.Api;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class GarbageTests
{
    public static TheoryData<string> Bodies { get; } = [.. GarbageBodies.Names];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task EveryCall_WithAGarbageBody_IsTheCallersFault(string name)
    {
        var body = GarbageBodies.Of(name);
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (_, token) = await tenant.TokenAsync();
        foreach (var path in new[] { "secrets", "sessions/token", "sessions/start", "sessions/stop", "sessions/keep-alive" })
        {
            var isPages = path is not ("secrets" or "sessions/token");
            if (isPages && body.Length == 0)
            {
                continue;
            }

            var reply = await TryAsync(() => isPages ? tenant.PageAsync(path, token, body) : tenant.CallAsync("POST", path, body));
            Assert.True(reply is null or { Status: 413 or 422 }, $"{path} with {name}: {reply}");
        }
    }

    [Fact]
    public async Task Names_OfMembers_OfAnyShape_AreTheCallersFault()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        foreach (var member in new[] { "\\uD800", "\\u0000", "", "💩", new('x', 10_000) })
        {
            var reply = await tenant.CallAsync("POST", "sessions/token", Encoding.UTF8.GetBytes($"{{\"{member}\":1}}"));
            Assert.Equal(422, reply.Status);
        }
    }

    // Null: the connection was cut before we had sent everything, as servers do with bodies that are too large.
    private static async Task<ApiReply?> TryAsync(Func<Task<ApiReply>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
