namespace Connectors.Integration.Tests.Api;

public class CredentialApiTests
{
    [Fact]
    public async Task Create_GoodKey_IsCheckedAndItsValueNeverTold()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();

        var id = await tenant.ElevenLabsCredentialAsync();

        var one = (await tenant.CallAsync("GET", $"credentials/{id}")).Expect(200);
        var list = (await tenant.CallAsync("GET", "credentials")).Expect(200);
        Assert.Equal("working", one.Text("state"));
        Assert.DoesNotContain(stage.ElevenLabs.Behaviour.Account.ApiKey, one.Body + list.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WrongKey_IsRefusedWithTheProvidersReasonAndNothingIsStored()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();

        var reply = await tenant.CallAsync("POST", "credentials", new { name = "x", kind = "ELEVENLABS_API_KEY", value = "sk_wrong" });

        Assert.NotEmpty(reply.ExpectProblem(422, "provider-refused").Json.GetProperty("findings").EnumerateArray());
        Assert.Empty((await tenant.CallAsync("GET", "credentials")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Create_WithoutCheck_IsStoredAsUnchecked()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();

        var reply = await tenant.CallAsync(
            "POST", "credentials", new { name = "x", kind = "LIVEAVATAR_API_KEY", value = "anything", skip_check = true });

        Assert.Equal("unchecked", reply.Expect(201).Text("state"));
    }

    [Fact]
    public async Task Delete_WhileAVoiceAgentUsesIt_IsRefusedAndSaysWhere()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var id = await tenant.ElevenLabsCredentialAsync();
        var agent = await tenant.VoiceAgentAsync(id);

        (await tenant.CallAsync("DELETE", $"credentials/{id}")).ExpectProblem(409, "in-use");
        var use = (await tenant.CallAsync("GET", $"credentials/{id}/use")).Expect(200);
        Assert.Equal(agent, use.Json.GetProperty("voice_agents")[0].GetProperty("id").GetString());
        (await tenant.CallAsync("DELETE", $"voice-agents/{agent}")).Expect(204);
        (await tenant.CallAsync("DELETE", $"credentials/{id}")).Expect(204);
        (await tenant.CallAsync("GET", $"credentials/{id}")).ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task Rotate_KeepsTheIdAndChecksTheNewValueFirst()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var id = await tenant.ElevenLabsCredentialAsync();

        (await tenant.CallAsync("PUT", $"credentials/{id}/value", new { value = "sk_wrong" })).ExpectProblem(422, "provider-refused");
        Assert.Equal("working", (await tenant.CallAsync("GET", $"credentials/{id}")).Text("state"));
        var rotated = (await tenant.CallAsync(
            "PUT", $"credentials/{id}/value", new { value = stage.ElevenLabs.Behaviour.Account.ApiKey })).Expect(200);
        Assert.Equal(id, rotated.Text("id"));
        Assert.NotNull(rotated.Text("rotated_at"));
    }

    [Fact]
    public async Task Create_AsManyAtOnceAsTheQuotaAndMore_StoresExactlyTheQuota()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync(quotas: new { credentials = 3 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => tenant.CallAsync(
            "POST", "credentials", new { name = $"c{i}", kind = "LIVEAVATAR_API_KEY", value = "v", skip_check = true })));

        Assert.Equal(3, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.ExpectProblem(429, "quota-reached"));
        Assert.Equal(3, (await tenant.CallAsync("GET", "credentials")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Default_MustBeALiveAvatarCredentialOfTheTenant()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var eleven = await tenant.ElevenLabsCredentialAsync();
        var avatar = await tenant.LiveAvatarCredentialAsync();

        (await tenant.CallAsync("PATCH", "tenant", new { default_liveavatar_credential_id = eleven })).ExpectProblem(400, "invalid");
        (await tenant.CallAsync("DELETE", $"credentials/{avatar}")).ExpectProblem(409, "in-use");
        (await tenant.CallAsync("PATCH", "tenant", new { default_liveavatar_credential_id = "" })).Expect(200);
        (await tenant.CallAsync("DELETE", $"credentials/{avatar}")).Expect(204);
    }
}
