using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Vault;
using Connectors.Server.Commands;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Integration.Tests.Api;

/// <summary>Both keys change under a running service, and somebody changes what is sealed behind its back.</summary>
public class KeyRotationTests
{
    [Fact]
    public async Task BothKeys_ChangedWhileTheServiceRuns_EverythingGoesOn()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var old = await tenant.BelongingsAsync();
        var firstKek = stage.Services.GetRequiredService<IKeyEncryption>().CurrentKeyId;

        await RunAsync(stage, "keys", "new", "kek");
        await stage.Logs.WaitAsync(1, line => Says(line, " 4013 "));
        await RunAsync(stage, "keys", "rewrap");
        await RunAsync(stage, "keys", "rotate-data", "--tenant", tenant.Id);
        await stage.Services.GetRequiredService<IVault>().RotateAsync(tenant.Id, TestContext.Current.CancellationToken);

        await AssertUsableAsync(tenant, old);
        var made = await tenant.ElevenLabsCredentialAsync("after");
        var newcomer = await stage.TenantAsync("Newcomer");
        await AssertUsableAsync(newcomer, await newcomer.BelongingsAsync());

        // With nothing in memory, and the data keys wrapped under the new key.
        await stage.RestartAsync();
        Assert.NotEqual(firstKek, stage.Services.GetRequiredService<IKeyEncryption>().CurrentKeyId);
        await AssertUsableAsync(tenant, old);
        Assert.Equal("working", (await tenant.CallAsync("POST", $"credentials/{made}/check")).Expect(200).Text("state"));
    }

    [Theory]
    [InlineData("UPDATE record SET body = CAST(substr(body, 1, 5) || randomblob(12) || substr(body, 18) AS BLOB) WHERE id = $id")]
    [InlineData("UPDATE record SET body = CAST(body || x'01' AS BLOB) WHERE id = $id")]
    [InlineData("UPDATE record SET body = substr(body, 1, 20) WHERE id = $id")]
    [InlineData("UPDATE record SET body = zeroblob(500) WHERE id = $id")]
    [InlineData("UPDATE record SET body = x'' WHERE id = $id")]
    [InlineData("UPDATE record SET body = (SELECT body FROM record WHERE kind = 'credential' AND id = $sibling) WHERE id = $id")]
    [InlineData("UPDATE record SET body = (SELECT body FROM record WHERE kind = 'credential' AND id = $strange) WHERE id = $id")]
    [InlineData("UPDATE record SET body = (SELECT body FROM record WHERE kind = 'voice-agent' AND tag = $id) WHERE id = $id")]
    public async Task Credential_ChangedInTheDatabase_IsRefusedWithAClearProblem(string sql)
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var ours = await tenant.BelongingsAsync();
        var sibling = await tenant.ElevenLabsCredentialAsync("sibling");
        var strange = await (await stage.TenantAsync("Stranger")).ElevenLabsCredentialAsync();
        var id = ours["credentials"];

        await ChangeAsync(stage, sql, ("$id", id), ("$sibling", sibling), ("$strange", strange));

        (await tenant.CallAsync("GET", $"credentials/{id}")).ExpectProblem(404, "not-found");
        (await tenant.CallAsync("POST", $"credentials/{id}/check")).ExpectProblem(404, "not-found");
        var listed = (await tenant.CallAsync("GET", "credentials")).Expect(200).Json.GetProperty("data").EnumerateArray().ToList();
        Assert.DoesNotContain(listed, one => one.GetProperty("id").GetString() == id);
        Assert.Contains(listed, one => one.GetProperty("id").GetString() == sibling);
        var tried = (await tenant.CallAsync("POST", $"voice-agents/{ours["voice-agents"]}/test")).Expect(200);
        Assert.Equal("credential-missing", tried.Json.GetProperty("findings")[0].GetProperty("code").GetString());
        var started = await tenant.CallAsync(
            "POST", "sessions", new { voice_agent_id = ours["voice-agents"], avatar = new { avatar_id = "a" } });
        Assert.Equal(["voice_agent_id"], started.ExpectProblem(400, "invalid").WrongFields());
        Assert.Contains(stage.Logs.Lines, line => Says(line, "RecordUnreadable") && Says(line, id));
    }

    [Theory]
    [InlineData("UPDATE record SET body = x'7B7D' WHERE kind = 'data-key' AND id = $tenant")]
    [InlineData("UPDATE record SET body = zeroblob(200) WHERE kind = 'data-key' AND id = $tenant")]
    [InlineData("UPDATE record SET body = (SELECT body FROM record WHERE kind = 'data-key' AND id = $other) "
        + "WHERE kind = 'data-key' AND id = $tenant")]
    public async Task DataKey_ChangedInTheDatabase_ClosesThatTenantOnly(string sql)
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var ours = await tenant.BelongingsAsync();
        var other = await stage.TenantAsync("Other");
        var theirs = await other.BelongingsAsync();

        await ChangeAsync(stage, sql, ("$tenant", tenant.Id), ("$other", other.Id));
        await stage.RestartAsync();

        (await tenant.CallAsync("GET", $"credentials/{ours["credentials"]}")).ExpectProblem(503, "failed");
        var another = new { name = "x", kind = "LIVEAVATAR_API_KEY", value = "v", skip_check = true };
        (await tenant.CallAsync("POST", "credentials", another)).ExpectProblem(503, "failed");
        (await tenant.CallAsync("GET", "tenant")).Expect(200);
        await AssertUsableAsync(other, theirs);
    }

    private static bool Says(string line, string words) => line.Contains(words, StringComparison.Ordinal);

    private static async Task AssertUsableAsync(ApiTenant tenant, Dictionary<string, string> things)
    {
        Assert.Equal("working", (await tenant.CallAsync("POST", $"credentials/{things["credentials"]}/check")).Expect(200).Text("state"));
        var tried = (await tenant.CallAsync("POST", $"voice-agents/{things["voice-agents"]}/test")).Expect(200);
        Assert.True(tried.Json.GetProperty("usable").GetBoolean());
        var session = await tenant.SessionAsync();
        (await tenant.CallAsync("POST", $"sessions/{session}/stop")).Expect(200);
    }

    private static async Task RunAsync(ApiStage stage, params string[] words)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. words, $"--Connectors:DataFolder={stage.DataFolder}"], output, error);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {output}{error}");
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every text of it stands in this file.")]
    private static async Task ChangeAsync(ApiStage stage, string sql, params (string Name, string Value)[] values)
    {
        var file = stage.Files().Single(path => Path.GetExtension(path) == ".db");
        await using var database = new SqliteConnection($"Data Source={file};Pooling=False");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values.Where(value => sql.Contains(value.Name, StringComparison.Ordinal)))
        {
            command.Parameters.AddWithValue(name, value);
        }

        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
