using System.Text.Json;
using Connectors.Events;
using Connectors.Validation;

namespace Connectors;

/// <summary>
/// Speaks one provider's protocol. A connector translates a provider's socket into ordered events and nothing else:
/// rooms, resampling, framing, pacing, playout, transcripts, reconnecting and secrets belong to the host.
/// Implementations are stateless and thread-safe; everything that lives as long as a conversation is in
/// <see cref="IAgentConnection"/>.
/// </summary>
public interface IConnector
{
    /// <summary>What this connector is: id, name, settings, kind of credential, capabilities. Constant.</summary>
    ConnectorDescription Description { get; }

    /// <summary>
    /// Checks settings and secret against the provider, by REST calls, or, where it has none, by a connection that says that it
    /// is no conversation. Never throws for what the provider or the tenant did wrong: that is what the findings are for.
    /// </summary>
    /// <param name="setup">Settings and secret to check.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken);

    /// <summary>Checks settings as far as that needs no provider: against the schema, and for what contradicts itself.</summary>
    /// <param name="settings">What should be a JSON object of the settings schema; may be undefined.</param>
    /// <returns>Everything that is wrong; empty if nothing is.</returns>
    IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings);

    /// <summary>
    /// Checks a secret on its own, before any voice agent uses it, by REST calls only. Facts hold the conversations at once
    /// of the plan, where the provider tells them.
    /// </summary>
    /// <param name="secret">The secret to check.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken);

    /// <summary>
    /// Does ahead of time what opening a conversation needs beside its socket (a signed URL, for instance), because the
    /// provider's clock starts with the socket and a session waits for its user first. A failure is not thrown: it is
    /// kept in the preparation and becomes the <see cref="AgentEvent.Closed"/> of the connection opened from it.
    /// </summary>
    /// <param name="setup">Settings and secret of the voice agent.</param>
    /// <param name="cancellationToken">Cancels the preparation.</param>
    Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken);

    /// <summary>
    /// Starts one conversation and returns at once. The outcome arrives at <paramref name="listener"/>:
    /// <see cref="AgentEvent.Ready"/>, or <see cref="AgentEvent.Closed"/> with the reason.
    /// </summary>
    /// <param name="preparation">What <see cref="PrepareAsync"/> returned; used once.</param>
    /// <param name="options">What the host wants of this conversation.</param>
    /// <param name="listener">Receives everything; see its threading rules.</param>
    IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener);
}
