using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class SecretTests
{
    [Fact]
    public async Task Secret_IsCreatedListedWithoutItsValueAndDeleted()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var value = stage.ElevenLabs.Behaviour.Account.ApiKey;

        var created = Data((await tenant.CallAsync("POST", "secrets", Secret(value))).Expect(200));
        var list = (await tenant.CallAsync("GET", "secrets")).Expect(200);
        var id = created.GetProperty("id").GetString();

        Assert.Equal("mine", created.GetProperty("secret_name").GetString());
        Assert.DoesNotContain(value, list.Body, StringComparison.Ordinal);
        var listed = Data(list).EnumerateArray().Single(secret => secret.GetProperty("id").GetString() == id);
        Assert.Equal("ELEVENLABS_API_KEY", listed.GetProperty("secret_type").GetString());
        Data((await tenant.CallAsync("DELETE", $"secrets/{id}")).Expect(200));
        Refused(await tenant.CallAsync("DELETE", $"secrets/{id}"), 404, 4004);
    }

    [Fact]
    public async Task Secret_ThatItsProviderRefuses_IsNotStored()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);

        Refused(await tenant.CallAsync("POST", "secrets", Secret("wrong")), 400, 4024);
    }

    [Fact]
    public async Task Secret_ThatAVoiceAgentUses_IsNotDeleted()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        await tenant.Tenant.VoiceAgentAsync(tenant.SecretId);

        Refused(await tenant.CallAsync("DELETE", $"secrets/{tenant.SecretId}"), 409, 4009);
    }

    [Fact]
    public async Task Secret_WithWrongMembers_NamesAllAndRepeatsNone()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);

        var missing = WrongOf(await tenant.CallAsync("POST", "secrets", new { secret_value = 5, extra = "s3cr3t" }));
        var reply = await tenant.CallAsync(
            "POST", "secrets", new { secret_name = "n", secret_type = "NONESUCH_API_KEY", secret_value = "s3cr3t" });

        Assert.Equal(["body.secret_name", "body.secret_type", "body.secret_value", "body.extra"], missing);
        Assert.Equal(["body.secret_type"], WrongOf(reply));
        Assert.DoesNotContain("s3cr3t", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AvatarsAndCredits_ArePassedThroughWithTheTenantsOwnKey()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var poor = new MovedTenant(await stage.TenantAsync(), string.Empty);

        Assert.Equal(2, Data((await tenant.CallAsync("GET", "avatars?page=1")).Expect(200)).GetProperty("count").GetInt32());
        Assert.Equal(2, Data((await tenant.CallAsync("GET", "avatars/public")).Expect(200)).GetProperty("count").GetInt32());
        Assert.Equal(100, Data((await tenant.CallAsync("GET", "users/credits")).Expect(200)).GetProperty("credits_left").GetInt32());
        var none = Refused(await poor.CallAsync("GET", "avatars"), 400, 4000);
        Assert.Contains("default_liveavatar_credential_id", none.Text("message"), StringComparison.Ordinal);
    }

    private static object Secret(string value) => new { secret_name = "mine", secret_type = "ELEVENLABS_API_KEY", secret_value = value };
}
