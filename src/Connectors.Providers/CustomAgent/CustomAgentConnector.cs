using System.Text.Json;
using Connectors.Providers.CustomAgent.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.CustomAgent;

/// <summary>Speaks our own protocol with a tenant's agent (docs/11-custom-agent.md): we connect to its address.</summary>
/// <param name="http">Sends upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class CustomAgentConnector(HttpMessageInvoker http, TimeProvider time, CustomAgentOptions limits) : IConnector
{
    /// <summary>WebSocket subprotocol: the protocol's name and version.</summary>
    public const string Subprotocol = "connectors.agent.v1";

    /// <summary>Largest message of an agent, in bytes.</summary>
    public const int MaximumMessageBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public ConnectorDescription Description { get; } = new()
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
    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new CustomAgentValidation(this, limits, time).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings)
    {
        SettingsReader.Read(settings, limits.AllowInsecure, out var findings);
        return findings;
    }

    /// <inheritdoc/>
    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        Task.FromResult(new ValidationReport([.. CustomAgentValidation.Judge(secret)], Facts: null));

    /// <inheritdoc/>
    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.AllowInsecure, out var findings);
        return Task.FromResult<AgentPreparation>(
            SettingsPreparation<CustomAgentSettings>.Of(setup, settings, findings, CustomAgentCloses.BadKey));
    }

    /// <inheritdoc/>
    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener) =>
        Open(preparation, options, listener, isCheck: false);

    /// <summary>Starts a conversation, or one that is only to show that it could be held.</summary>
    internal IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener, bool isCheck)
    {
        if (preparation is not SettingsPreparation<CustomAgentSettings> own)
        {
            throw new ArgumentException("Made by another connector.", nameof(preparation));
        }

        if (own.Failure is { } failure)
        {
            return new RefusedConnection(failure, Description.Capabilities, listener);
        }

        var socket = new MessageSocketOptions
        {
            Address = own.Settings.Url,
            Http = http,
            Time = time,
            Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {own.Setup.Secret.Reveal()}" },
            Subprotocols = [Subprotocol],
            OpenTimeout = options.OpenTimeout,
            PingInterval = limits.PingInterval,
            StallTimeout = limits.StallTimeout,
            MaximumMessageBytes = MaximumMessageBytes,
        };
        return new CustomAgentConnection(new(own.Settings, options, isCheck), options, listener, socket);
    }
}
