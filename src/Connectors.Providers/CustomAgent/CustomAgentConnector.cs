using System.Text.Json;
using Connectors.Providers.CustomAgent.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.CustomAgent;

/// <summary>Speaks our own protocol with a tenant's agent (docs/11-custom-agent.md): we connect to its address.</summary>
/// <param name="http">Sends upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class CustomAgentConnector(HttpMessageInvoker http, TimeProvider time, CustomAgentOptions limits)
    : SettingsConnector<CustomAgentSettings>(http, time, CustomAgentCloses.BadKey)
{
    /// <summary>WebSocket subprotocol: the protocol's name and version.</summary>
    public const string Subprotocol = "connectors.agent.v1";

    /// <summary>Largest message of an agent, in bytes.</summary>
    public const int MaximumMessageBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public override ConnectorDescription Description { get; } = new()
    {
        Id = "custom",
        DisplayName = "Custom agent",
        SettingsSchema = CustomAgentSchema.Text,
        CredentialKind = "CUSTOM_AGENT_SECRET",
        DefaultBaseAddress = new("wss://agent.invalid/"),
        Capabilities = new()
        {
            InterruptionSignal = InterruptionSignal.Turn,
            MarksTurnEnd = true,
            UserTranscript = TranscriptKind.Interim,
            AgentTranscript = TranscriptKind.Interim,
            CorrectsAgentText = true,
            UserTextTurn = true,
            ContextNotes = true,
            Say = SayKind.Verbatim,
            ClientInterrupt = true,
            UserActivity = true,
            Tools = true,
            UsesPlayoutReports = true,
            SuppressesGreeting = true,
            Resume = ResumeKind.Token,
        },
    };

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new CustomAgentValidation(this, limits, Time).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        Task.FromResult(new ValidationReport([.. CustomAgentValidation.Judge(secret)], Facts: null));

    /// <summary>Connects only to be told that a conversation could be held.</summary>
    /// <param name="setup">Settings and secret, both good.</param>
    /// <param name="listener">Told <c>ready</c>, or why not.</param>
    internal IAgentConnection Check(ConnectorSetup setup, IAgentListener listener)
    {
        var settings = Read(setup.Settings, out _);
        var options = new AgentConnectionOptions { OpenTimeout = limits.RequestTimeout, Greeting = AgentGreeting.None };
        var socket = SocketOf(new(setup, settings)) with { OpenTimeout = options.OpenTimeout };
        return new CustomAgentConnection(new(settings, options, isCheck: true), options, listener, socket);
    }

    /// <inheritdoc/>
    protected override CustomAgentSettings Read(JsonElement settings, out IReadOnlyList<ValidationFinding> findings) =>
        SettingsReader.Read(settings, limits.AllowInsecure, out findings);

    /// <inheritdoc/>
    protected override MessageSocketOptions SocketOf(SettingsPreparation<CustomAgentSettings> preparation) => new()
    {
        Address = preparation.Settings.Url,
        Http = Http,
        Time = Time,
        Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {preparation.Setup.Secret.Reveal()}" },
        Subprotocols = [Subprotocol],
        PingInterval = limits.PingInterval,
        StallTimeout = limits.StallTimeout,
        MaximumMessageBytes = MaximumMessageBytes,
    };

    /// <inheritdoc/>
    protected override IAgentConnection Connect(
        CustomAgentSettings settings, MessageSocketOptions socket, AgentConnectionOptions options, IAgentListener listener) =>
        new CustomAgentConnection(new(settings, options, isCheck: false), options, listener, socket);
}
