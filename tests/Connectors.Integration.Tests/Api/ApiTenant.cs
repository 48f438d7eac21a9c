using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Integration.Tests.Api;

/// <summary>A tenant on the stage, with one key.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its key.</param>
internal sealed record ApiTenant(ApiStage Stage, string Id, string Key)
{
    public Task<ApiReply> CallAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers) =>
        Stage.CallAsync(method, path, body, Key, headers);

    /// <summary>Registers a good ElevenLabs credential; its id.</summary>
    public async Task<string> ElevenLabsCredentialAsync(string name = "eleven") =>
        (await CallAsync(
            "POST", "credentials", new { name, kind = "ELEVENLABS_API_KEY", value = Stage.ElevenLabs.Behaviour.Account.ApiKey }))
        .Expect(201).Text("id");

    /// <summary>Registers a good LiveAvatar credential and makes it the default; its id.</summary>
    public async Task<string> LiveAvatarCredentialAsync()
    {
        var credential = await CallAsync(
            "POST", "credentials", new { name = "avatar", kind = "LIVEAVATAR_API_KEY", value = ApiStage.LiveAvatarKey });
        var id = credential.Expect(201).Text("id");
        (await CallAsync("PATCH", "tenant", new { default_liveavatar_credential_id = id })).Expect(200);
        return id;
    }

    /// <summary>Makes a webhook for all events; its id.</summary>
    public async Task<string> WebhookAsync(string url) =>
        (await CallAsync("POST", "webhooks", new { url, events = new[] { "session.started", "session.ended" } })).Expect(201).Text("id");

    /// <summary>Starts a session without an agent; its id.</summary>
    public async Task<string> SessionAsync() =>
        (await CallAsync("POST", "sessions", new { avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar } })).Expect(201).Text("id");

    /// <summary>One of each kind of thing that has an id, by the name that it has in addresses.</summary>
    public async Task<Dictionary<string, string>> BelongingsAsync()
    {
        var credential = await ElevenLabsCredentialAsync();
        await LiveAvatarCredentialAsync();
        return new(StringComparer.Ordinal)
        {
            ["credentials"] = credential,
            ["voice-agents"] = await VoiceAgentAsync(credential),
            ["webhooks"] = await WebhookAsync("http://127.0.0.1:49999/hook"),
            ["sessions"] = await SessionAsync(),
        };
    }

    /// <summary>Saves a good voice agent; its id.</summary>
    public async Task<string> VoiceAgentAsync(string credentialId, string name = "Ava") =>
        (await CallAsync("POST", "voice-agents", new
        {
            name,
            connector = "elevenlabs",
            credential_id = credentialId,
            settings = new { agentId = Stage.ElevenLabs.Behaviour.AgentId },
        })).Expect(201).Text("id");
}
