using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Providers.Cartesia.Managed.Dialog;
using Connectors.Providers.Cartesia.Managed.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.Cartesia.Managed;

/// <summary>
/// Speaks to Cartesia's Managed Agents, version 2026-08-14: turns, texts and client tools over one WebSocket; no texts of the user, no
/// notes, no interruption by the client, and no way to go on with a conversation. Experimental: nothing of it was tried with Cartesia
/// itself, and its limits are known from hearsay (docs/adr/0030-cartesia-managed-agents.md).
/// </summary>
/// <param name="http">Sends REST calls and upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class CartesiaManagedConnector(HttpMessageInvoker http, TimeProvider time, CartesiaManagedOptions limits)
    : SettingsConnector<ManagedTalk>(http, time, CartesiaManagedCloses.BadKey)
{
    /// <summary>Version of the API that a conversation speaks.</summary>
    public const string Version = "2026-08-14";

    /// <summary>What a conversation can do at best: with an agent that has no welcome message.</summary>
    public static AgentCapabilities Best { get; } = new()
    {
        InterruptionSignal = InterruptionSignal.Flush,
        MarksTurnEnd = true,
        UserTranscript = TranscriptKind.Final,
        AgentTranscript = TranscriptKind.Interim,
        CorrectsAgentText = true,
        Tools = true,
        SuppressesGreeting = true,
        Resume = ResumeKind.None,
    };

    /// <inheritdoc/>
    public override ConnectorDescription Description { get; } = new()
    {
        Id = "cartesia-managed",
        DisplayName = "Cartesia Managed Agents",
        IsExperimental = true,
        SettingsSchema = CartesiaManagedSchema.Text,
        CredentialKind = "CARTESIA_API_KEY",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = Best,
    };

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new CartesiaManagedValidation(Api(), limits).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        new CartesiaManagedValidation(Api(), limits).ValidateCredentialAsync(secret, cancellationToken);

    /// <summary>Reads the agent's document too, which tells whether it greets; without it a conversation is opened all the same.</summary>
    public override async Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var preparation = await base.PrepareAsync(setup, cancellationToken);
        if (preparation is not SettingsPreparation<ManagedTalk> { Failure: null } own)
        {
            return preparation;
        }

        var answer = await Api().GetAsync(AgentAddressOf(own.Settings.Settings), setup.Secret, cancellationToken);
        return answer.IsSuccess ? own with { Settings = own.Settings with { Agent = new(answer.Json) } } : own;
    }

    /// <summary>Where the agent's document is.</summary>
    internal static Uri AgentAddressOf(CartesiaManagedSettings settings) =>
        new(settings.BaseAddress, $"/v1/agents/{Uri.EscapeDataString(settings.AgentId)}");

    /// <inheritdoc/>
    protected override ManagedTalk Read(JsonElement settings, out IReadOnlyList<ValidationFinding> findings) =>
        new(SettingsReader.Read(settings, limits.BaseAddress, out findings), ManagedAgent.Unknown);

    /// <inheritdoc/>
    protected override MessageSocketOptions SocketOf(SettingsPreparation<ManagedTalk> preparation) => new()
    {
        Address = SessionSetup.AddressOf(preparation.Settings.Settings),
        Http = Http,
        Time = Time,
        Headers = new Dictionary<string, string> { ["X-API-Key"] = preparation.Setup.Secret.Reveal() },
        PingInterval = limits.PingInterval,
        StallTimeout = limits.StallTimeout,
    };

    /// <inheritdoc/>
    protected override IAgentConnection Connect(
        ManagedTalk settings, MessageSocketOptions socket, AgentConnectionOptions options, IAgentListener listener) =>
        new CartesiaManagedConnection(settings, options, listener, socket, limits.KeepAliveInterval);

    private RestApi Api() => new(Http, Time, limits.RequestTimeout, static (headers, secret) =>
    {
        headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Reveal());
        headers.Add("Cartesia-Version", Version);
    });
}
