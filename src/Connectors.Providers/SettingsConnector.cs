using System.Text.Json;
using Connectors.Events;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers;

/// <summary>A connector whose settings and key are enough to open a conversation: nothing has to be fetched ahead.</summary>
/// <typeparam name="T">The provider's settings.</typeparam>
/// <param name="http">Sends REST calls and upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="badKey">How a conversation with a key ends that can't even be sent.</param>
internal abstract class SettingsConnector<T>(HttpMessageInvoker http, TimeProvider time, AgentEvent.Closed badKey) : IConnector
{
    /// <inheritdoc/>
    public abstract ConnectorDescription Description { get; }

    /// <inheritdoc/>
    public abstract Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings)
    {
        Read(settings, out var findings);
        return findings;
    }

    /// <inheritdoc/>
    public virtual Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = Read(setup.Settings, out var findings);
        return Task.FromResult<AgentPreparation>(SettingsPreparation<T>.Of(setup, settings, findings, badKey));
    }

    /// <inheritdoc/>
    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener)
    {
        if (preparation is not SettingsPreparation<T> own)
        {
            throw new ArgumentException("Made by another connector.", nameof(preparation));
        }

        if (own.Failure is { } failure)
        {
            return new RefusedConnection(failure, Description.Capabilities, listener);
        }

        return Connect(own.Settings, SocketOf(own) with { OpenTimeout = options.OpenTimeout }, options, listener);
    }

    /// <summary>Sends REST calls and upgrades.</summary>
    protected HttpMessageInvoker Http => http;

    /// <summary>Clock of all limits.</summary>
    protected TimeProvider Time => time;

    /// <summary>Reads settings; with errors among the findings they are of no use.</summary>
    protected abstract T Read(JsonElement settings, out IReadOnlyList<ValidationFinding> findings);

    /// <summary>Where the conversation is, and its headers and limits.</summary>
    protected abstract MessageSocketOptions SocketOf(SettingsPreparation<T> preparation);

    /// <summary>Begins a conversation.</summary>
    protected abstract IAgentConnection Connect(
        T settings, MessageSocketOptions socket, AgentConnectionOptions options, IAgentListener listener);
}
