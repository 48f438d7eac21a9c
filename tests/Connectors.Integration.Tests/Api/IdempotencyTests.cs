namespace Connectors.Integration.Tests.Api;

public class IdempotencyTests
{
    [Fact]
    public async Task SameKeySameBody_GivesTheSameAnswerAndMakesOne()
    {
        await using var stage = await ApiStage.StartAsync();
        var body = new { name = "Acme" };

        var first = (await CreateAsync(stage, "k1", body)).Expect(201);
        var second = (await CreateAsync(stage, "k1", body)).Expect(201);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        Assert.Single((await stage.CallAsync("GET", "operator/tenants", key: stage.OperatorKey)).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task SameKeyOtherBody_IsAnError()
    {
        await using var stage = await ApiStage.StartAsync();
        await CreateAsync(stage, "k1", new { name = "Acme" });

        (await CreateAsync(stage, "k1", new { name = "Other" })).ExpectProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task SameKeyManyAtOnce_MakesOne()
    {
        await using var stage = await ApiStage.StartAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CreateAsync(stage, "k1", new { name = "Acme" })));

        Assert.All(replies, reply => Assert.True(reply.Status == 201 || reply.Problem == "idempotency-key-in-use", reply.Body));
        Assert.Single(replies.Where(reply => reply.Status == 201).Select(reply => reply.Text("id")).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SameKeyAfterARestart_GivesTheSameAnswer()
    {
        await using var stage = await ApiStage.StartAsync();
        var first = (await CreateAsync(stage, "k1", new { name = "Acme" })).Expect(201);

        await stage.RestartAsync();

        Assert.Equal(first.Body, (await CreateAsync(stage, "k1", new { name = "Acme" })).Expect(201).Body);
    }

    private static Task<ApiReply> CreateAsync(ApiStage stage, string key, object body) =>
        stage.CallAsync("POST", "operator/tenants", body, stage.OperatorKey, ("Idempotency-Key", key));
}
