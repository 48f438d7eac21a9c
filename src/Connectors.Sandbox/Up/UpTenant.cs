using System.Text.Json.Nodes;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Tenancy;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Sandbox.Up;

/// <summary>The playground's tenant: made, or found in data that are there, with what the stand-ins of this run need.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ApiKey">A new key of it.</param>
/// <param name="CredentialId">Its credential of the agent.</param>
/// <param name="VoiceAgentId">Its voice agent.</param>
internal sealed record UpTenant(string Id, Secret ApiKey, string CredentialId, string VoiceAgentId)
{
    private const string Name = "Playground";

    /// <summary>The id only.</summary>
    public override string ToString() => Id;

    /// <summary>Prepares it.</summary>
    /// <param name="services">The service's.</param>
    /// <param name="agent">The agent's stand-in.</param>
    /// <param name="liveAvatarKey">A key that LiveAvatar's stand-in takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">Something was refused; the message says why.</exception>
    public static async Task<UpTenant> PrepareAsync(
        IServiceProvider services, IDemoAgent agent, Secret liveAvatarKey, CancellationToken cancellationToken)
    {
        var tenants = services.GetRequiredService<TenantDesk>();
        var known = (await tenants.ListAsync(null, cancellationToken)).Values.FirstOrDefault(tenant => tenant.Value.Name == Name);
        var id = (known ?? Expect(await tenants.CreateAsync(Operator, new(Name, null, null), cancellationToken))).Value.Id;
        var caller = Caller.Service(id);
        var key = Expect(await services.GetRequiredService<ApiKeyDesk>().CreateAsync(
            Operator, new(id, Name, ApiScope.Admin, null), cancellationToken));
        var credentials = services.GetRequiredService<CredentialDesk>();
        var avatar = await CredentialAsync(credentials, caller, Credential.LiveAvatarKind, liveAvatarKey, cancellationToken);
        Expect(await tenants.ConfigureAsync(caller, new(null, avatar), null, cancellationToken));
        var kind = services.GetServices<IConnector>().First(connector => connector.Description.Id == agent.ConnectorId)
            .Description.CredentialKind;
        var credential = await CredentialAsync(credentials, caller, kind, agent.Setup.Secret, cancellationToken);
        var voice = await VoiceAgentAsync(
            services.GetRequiredService<VoiceAgentDesk>(), caller, credential, agent, cancellationToken);
        return new(id, key.Value, credential, voice);
    }

    /// <summary>What the playground's site asks a session's token with.</summary>
    /// <param name="agent">The agent's stand-in.</param>
    public string TokenRequest(IDemoAgent agent)
    {
        var request = new JsonObject { ["mode"] = "LITE", ["avatar_id"] = LiveAvatarCloud.OtherAvatar };
        if (agent.ConnectorId == "elevenlabs")
        {
            request["elevenlabs_agent_config"] = new JsonObject
            {
                ["secret_id"] = CredentialId,
                ["agent_id"] = agent.Setup.Settings.GetProperty("agentId").GetString(),
            };
        }
        else
        {
            request["mode"] = "FULL";
            request["voice_agent"] = new JsonObject { ["id"] = VoiceAgentId };
        }

        return request.ToJsonString();
    }

    private static Caller Operator => Caller.Service(RecordKey.Operator);

    private static async Task<string> CredentialAsync(
        CredentialDesk desk, Caller caller, string kind, Secret value, CancellationToken cancellationToken)
    {
        var known = (await desk.ListAsync(caller.TenantId, null, cancellationToken)).Values.FirstOrDefault(one => one.Value.Kind == kind);
        return Expect(known is null
            ? await desk.CreateAsync(caller, new(kind, kind, value), cancellationToken)
            : await desk.RotateAsync(caller, known.Value.Id, value, skipCheck: false, null, cancellationToken)).Value.Id;
    }

    // The stand-in has another address in every run.
    private static async Task<string> VoiceAgentAsync(
        VoiceAgentDesk desk, Caller caller, string credentialId, IDemoAgent agent, CancellationToken cancellationToken)
    {
        var draft = new VoiceAgentDraft(
            agent.ConnectorId, agent.ConnectorId, credentialId, agent.Setup.Settings, InterruptionPolicy.Default);
        var known = (await desk.ListAsync(caller.TenantId, null, cancellationToken)).Values
            .FirstOrDefault(one => one.Value.ConnectorId == agent.ConnectorId);
        return Expect(known is null
            ? await desk.CreateAsync(caller, draft, cancellationToken)
            : await desk.ReplaceAsync(caller, known.Value.Id, draft, null, cancellationToken)).Value.Id;
    }

    private static T Expect<T>(Outcome<T> outcome)
        where T : class =>
        outcome.IsDone ? outcome.Value : throw new IOException($"The playground's tenant could not be made: {outcome.Refusal.Message}");
}
