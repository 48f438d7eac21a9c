using System.Text.Json;
using Connectors.Events;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>A connector as it is, whose newest connection can be made to tell something more.</summary>
internal sealed class WatchedConnector(IConnector inner) : IConnector
{
    private volatile Told? _newest;

    public ConnectorDescription Description => inner.Description;

    /// <summary>Tells it in the name of the provider of the connection opened last.</summary>
    public void Tell(AgentEvent e) => _newest!.OnEvent(e);

    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        inner.ValidateAsync(setup, cancellationToken);

    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings) => inner.CheckSettings(settings);

    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        inner.ValidateCredentialAsync(secret, cancellationToken);

    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        inner.PrepareAsync(setup, cancellationToken);

    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener) =>
        inner.Open(preparation, options, _newest = new Told(listener));

    // A listener has one caller at a time; here a test is a second one.
    private sealed class Told(IAgentListener listener) : IAgentListener
    {
        private readonly Lock _one = new();

        public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio)
        {
            lock (_one)
            {
                listener.OnTurnAudio(turn, audio);
            }
        }

        public void OnEvent(AgentEvent e)
        {
            lock (_one)
            {
                listener.OnEvent(e);
            }
        }
    }
}
