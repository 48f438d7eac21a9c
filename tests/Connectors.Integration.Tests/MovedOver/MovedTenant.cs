using System.Text.Json;
using Connectors.Integration.Tests.Api;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Integration.Tests.MovedOver;

/// <summary>A tenant that has moved over from LiveAvatar: one other URL, one other key.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="SecretId">Its secret of ElevenLabs.</param>
internal sealed record MovedTenant(ApiTenant Tenant, string SecretId)
{
    public const string Root = "/liveavatar/v1/";

    public ApiStage Stage => Tenant.Stage;

    /// <summary>The body that a backend sends for an ElevenLabs agent.</summary>
    public Dictionary<string, object?> Body => new(StringComparer.Ordinal)
    {
        ["mode"] = "LITE",
        ["avatar_id"] = LiveAvatarCloud.OtherAvatar,
        ["elevenlabs_agent_config"] = new { secret_id = SecretId, agent_id = Stage.ElevenLabs.Behaviour.AgentId },
    };

    /// <summary>Makes one with all that a session needs.</summary>
    public static async Task<MovedTenant> CreateAsync(ApiStage stage, object? quotas = null, string scope = "admin")
    {
        var admin = await stage.TenantAsync(quotas: quotas ?? new { requests_per_second = 1_000, starts_per_minute = 1_000 });
        await admin.LiveAvatarCredentialAsync();
        var secret = await admin.ElevenLabsCredentialAsync();
        return new(scope == "admin" ? admin : admin with { Key = await stage.KeyAsync(admin.Id, scope) }, secret);
    }

    /// <summary>Starts the service with limits that a test doesn't reach.</summary>
    public static Task<ApiStage> StageAsync(params (string Name, string Value)[] settings) => ApiStage.StartAsync(
        [("Api:CallsPerSecondAndAddress", "10000"), ("Api:WrongKeysPerSecondAndAddress", "1000"), .. settings]);

    /// <summary>Calls as the tenant's backend does.</summary>
    public Task<ApiReply> CallAsync(string method, string path, object? body = null) =>
        Stage.CallAsync(method, Root + path, body, null, ("X-API-KEY", Tenant.Key));

    /// <summary>Calls as the tenant's page does.</summary>
    public Task<ApiReply> PageAsync(string path, string token, object? body = null, string method = "POST") =>
        Stage.CallAsync(method, Root + path, body, token);

    /// <summary>Asks for a session's token.</summary>
    public async Task<(string SessionId, string Token)> TokenAsync(object? body = null)
    {
        var data = Data((await CallAsync("POST", "sessions/token", body ?? Body)).Expect(200));
        return (data.GetProperty("session_id").GetString()!, data.GetProperty("session_token").GetString()!);
    }

    /// <summary>The data of an answer with code 1000.</summary>
    public static JsonElement Data(ApiReply reply)
    {
        Assert.Equal(1000, reply.Json.GetProperty("code").GetInt32());
        return reply.Json.GetProperty("data");
    }

    /// <summary>Fails unless it is this refusal in the envelope.</summary>
    public static ApiReply Refused(ApiReply reply, int status, int code)
    {
        Assert.True(reply.Status == status && reply.Json.GetProperty("code").GetInt32() == code, $"{status}/{code} expected: {reply}");
        Assert.Equal(JsonValueKind.Null, reply.Json.GetProperty("data").ValueKind);
        Assert.NotEmpty(reply.Text("message"));
        return reply;
    }

    /// <summary>Members that an answer in FastAPI's form says are wrong, dotted.</summary>
    public static IReadOnlyList<string> WrongOf(ApiReply reply) =>
    [
        .. reply.Expect(422).Json.GetProperty("detail").EnumerateArray()
            .Select(fault => string.Join('.', fault.GetProperty("loc").EnumerateArray().Select(part => part.GetString()))),
    ];
}
