using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Integration.Tests.Api;
using Connectors.Integration.Tests.Providers.Gemini;
using Connectors.Integration.Tests.Providers.OpenAI;
using Connectors.Sandbox.Gemini;
using Connectors.Sandbox.OpenAI;
using Connectors.Testing;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class ContextTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly object Shop = new
    {
        name = "Shop",
        prompt = "You sell shoes to {{ customer }}.",
        opening_text = "Welcome, {{customer}} of {{city}}!",
        links = new[] { new { url = "https://shop.example/faq", faq = "Opening hours" } },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Context_IsMadeReadListedChangedAndDeleted()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);

        var made = Data((await tenant.CallAsync("POST", "contexts", Shop)).Expect(200));
        var id = made.GetProperty("id").GetString()!;
        Assert.Equal(
            ["city", "customer"], made.GetProperty("required_dynamic_variables").EnumerateArray().Select(static name => name.GetString()));
        var link = made.GetProperty("links")[0];
        Assert.True(Guid.TryParse(link.GetProperty("id").GetString(), out _));
        Assert.Equal(made.GetRawText(), Data((await tenant.CallAsync("GET", $"contexts/{id}")).Expect(200)).GetRawText());

        var changed = Data((await tenant.CallAsync("PATCH", $"contexts/{id}", new { opening_text = "" })).Expect(200));
        Assert.Equal(("Shop", ""), (changed.GetProperty("name").GetString(), changed.GetProperty("opening_text").GetString()));
        Assert.Equal(link.GetRawText(), changed.GetProperty("links")[0].GetRawText());

        Data((await tenant.CallAsync("DELETE", $"contexts/{id}")).Expect(200));
        Refused(await tenant.CallAsync("GET", $"contexts/{id}"), 404, 4004);
        Refused(await tenant.CallAsync("DELETE", $"contexts/{id}"), 404, 4004);
    }

    [Fact]
    public async Task Contexts_AreListedByPages()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        for (var i = 0; i < 3; i++)
        {
            (await tenant.CallAsync("POST", "contexts", new { name = $"c{i}", prompt = "p", opening_text = "" })).Expect(200);
        }

        var page = Data((await tenant.CallAsync("GET", "contexts?page=2&page_size=2")).Expect(200));
        Assert.Equal(3, page.GetProperty("count").GetInt32());
        Assert.Equal("c0", Assert.Single(page.GetProperty("results").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        Assert.EndsWith("page_size=2&page=1", page.GetProperty("previous").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_WithWrongMembers_NamesAll()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var wrong = new { prompt = 5, links = new object[] { new { faq = "x", colour = "red" } }, extra = 1 };

        Assert.Equal(
            ["body.extra", "body.links.0.colour", "body.links.0.url", "body.name", "body.prompt"],
            WrongOf(await tenant.CallAsync("POST", "contexts", wrong)).Order(StringComparer.Ordinal));
        Assert.Equal(["body.links"], WrongOf(await tenant.CallAsync("POST", "contexts", new { name = "n", prompt = "p", links = "x" })));
    }

    [Fact]
    public async Task Context_OfAnotherTenant_IsNone()
    {
        await using var stage = await StageAsync();
        var (owner, other) = (await CreateAsync(stage), await CreateAsync(stage));
        var id = Data((await owner.CallAsync("POST", "contexts", Shop)).Expect(200)).GetProperty("id").GetString()!;

        Refused(await other.CallAsync("GET", $"contexts/{id}"), 404, 4004);
        Refused(await other.CallAsync("PATCH", $"contexts/{id}", new { name = "x" }), 404, 4004);
        Refused(await other.CallAsync("DELETE", $"contexts/{id}"), 404, 4004);
    }

    [Fact]
    public async Task Session_WithAContext_GivesItsAgentPromptAndOpening_AsTheyWereWhenItsTokenWasMade()
    {
        await using var sandbox = await OpenAIRealtimeSandbox.StartAsync(OpenAICase.QuietAgent, cancellationToken: Stop);
        await using var stage = await StageAsync(("OpenAIAddress", sandbox.BaseUrl));
        FillRoom(stage);
        var tenant = await CreateAsync(stage);
        var context = Data((await tenant.CallAsync("POST", "contexts", Shop)).Expect(200)).GetProperty("id").GetString()!;
        var (_, token) = await tenant.TokenAsync(await BodyAsync(tenant, context));

        (await tenant.CallAsync("DELETE", $"contexts/{context}")).Expect(200);
        (await tenant.PageAsync("sessions/start", token)).Expect(201);
        var update = await ReceivedAsync(sandbox, "session.update");
        Assert.Equal(
            "You sell shoes to {{ customer }}.\n\nSources that you may refer to:\n- https://shop.example/faq: Opening hours",
            update.GetProperty("session").GetProperty("instructions").GetString());
        var greeting = (await ReceivedAsync(sandbox, "response.create")).GetRawText();
        Assert.Contains("Welcome, {{customer}} of {{city}}!", greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_OfGeminiWithAContext_IsSetUpWithPromptVoiceAndTemperature_AndOpens()
    {
        await using var sandbox = await GeminiSandbox.StartAsync(GeminiCase.QuietAgent, cancellationToken: Stop);
        await using var stage = await StageAsync(("GeminiAddress", sandbox.BaseUrl));
        FillRoom(stage);
        var tenant = await CreateAsync(stage);
        var context = Data((await tenant.CallAsync("POST", "contexts", Shop)).Expect(200)).GetProperty("id").GetString()!;
        var (_, token) = await tenant.TokenAsync(await BodyAsync(tenant, context, "gemini_realtime_config"));

        (await tenant.PageAsync("sessions/start", token)).Expect(201);
        var setup = (await ReceivedAsync(() => ReceivedBy(sandbox), static e => e.ContainsKey("setup"))).GetProperty("setup");
        Assert.Equal(
            "You sell shoes to {{ customer }}.\n\nSources that you may refer to:\n- https://shop.example/faq: Opening hours",
            setup.GetProperty("systemInstruction").GetProperty("parts")[0].GetProperty("text").GetString());
        var generation = setup.GetProperty("generationConfig");
        Assert.Equal(
            "Kore",
            generation.GetProperty("speechConfig").GetProperty("voiceConfig").GetProperty("prebuiltVoiceConfig").GetProperty("voiceName")
                .GetString());
        Assert.Equal(1.5, generation.GetProperty("temperature").GetDouble());
        var greeting = await ReceivedAsync(() => ReceivedBy(sandbox), static e => e["realtimeInput"]?["text"] is not null);
        Assert.Contains(
            "Welcome, {{customer}} of {{city}}!",
            greeting.GetProperty("realtimeInput").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai_realtime_config")]
    [InlineData("gemini_realtime_config")]
    public async Task Token_WithAContextThatIsNotThere_IsNotFound(string config)
    {
        await using var sandbox = await OpenAIRealtimeSandbox.StartAsync(OpenAICase.QuietAgent, cancellationToken: Stop);
        await using var stage = await StageAsync(("OpenAIAddress", sandbox.BaseUrl));
        var tenant = await CreateAsync(stage);
        var body = await BodyAsync(tenant, Guid.NewGuid().ToString(), config);

        var reply = Refused(await tenant.CallAsync("POST", "sessions/token", body), 404, 4004);
        Assert.Contains($"{config}.context_id", reply.Text("message"), StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, object?>> BodyAsync(
        MovedTenant tenant, string context, string config = "openai_realtime_config")
    {
        var isOpenAI = config == "openai_realtime_config";
        var secret = (await tenant.Tenant.CallAsync("POST", "credentials", new
        {
            name = "provider",
            kind = isOpenAI ? "OPENAI_API_KEY" : "GEMINI_API_KEY",
            value = isOpenAI ? OpenAICase.QuietAgent.ApiKey : GeminiCase.QuietAgent.ApiKey,
            skip_check = !isOpenAI,
        })).Expect(201).Text("id");
        var body = tenant.Body;
        body.Remove("elevenlabs_agent_config");
        body[config] = isOpenAI
            ? new { secret_id = secret, context_id = context }
            : new { secret_id = secret, context_id = context, voice = "Kore", temperature = 1.5 };
        return body;
    }

    // The user and the avatar are there, so that the agent is opened.
    private static void FillRoom(ApiStage stage)
    {
        stage.Rooms.Participants.AddRange(["client", "heygen"]);
        stage.Rooms.Tracks.AddRange([stage.Rooms.UserMicrophone, FakeRooms.AvatarVideo]);
    }

    private static IReadOnlyList<JsonObject> ReceivedBy(GeminiSandbox sandbox) =>
        sandbox.Sockets is [{ } socket, ..] ? socket.Session.Received : [];

    private static Task<JsonElement> ReceivedAsync(OpenAIRealtimeSandbox sandbox, string type) => ReceivedAsync(
        () => sandbox.Sockets is [{ } socket, ..] ? socket.Session.Received : [], e => (string?)e["type"] == type);

    private static async Task<JsonElement> ReceivedAsync(Func<IEnumerable<JsonObject>> all, Func<JsonObject, bool> isIt)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (true)
        {
            if (all().FirstOrDefault(isIt) is { } received)
            {
                return JsonElement.Parse(received.ToJsonString());
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
