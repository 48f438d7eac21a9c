using System.Text.Json;
using Connectors.Events;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Providers.Bare;

/// <summary>
/// A connector for an agent that has nothing: binary audio both ways, no turn ids, no interruption signal, no end of a turn, no
/// text. It shows that the contract asks for no more.
/// </summary>
internal sealed class BareConnector(HttpMessageInvoker http, TimeSpan stallTimeout) : IConnector
{
    public ConnectorDescription Description { get; } = new()
    {
        Id = "bare",
        DisplayName = "Bare agent",
        SettingsSchema = """{"type": "object", "additionalProperties": false, "properties": {"url": {"type": "string"}}}""",
        CredentialKind = "BARE_KEY",
        DefaultBaseAddress = new("ws://127.0.0.1"),
        Capabilities = new(),
    };

    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        ValidationFinding[] findings = [.. CheckSettings(setup.Settings), .. Judge(setup.Secret)];
        return Task.FromResult(new ValidationReport(findings, new()));
    }

    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings) => settings.ValueKind == JsonValueKind.Object
        ? [.. settings.EnumerateObject().Where(member => member.Name != "url")
            .Select(member => new ValidationFinding(FindingSeverity.Error, "unknown-setting", member.Name, "There is no such setting."))]
        : [new(FindingSeverity.Error, "settings-not-an-object", "settings", "The settings must be a JSON object.")];

    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        Task.FromResult(new ValidationReport(Judge(secret), Facts: null));

    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        Task.FromResult(new AgentPreparation(setup) { Failure = BadSecret(setup.Secret) });

    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener)
    {
        var socket = new MessageSocketOptions
        {
            Address = new(preparation.Setup.Settings.GetProperty("url").GetString()!),
            Http = http,
            Headers = new Dictionary<string, string> { ["X-Key"] = preparation.Setup.Secret.Reveal() },
            OpenTimeout = options.OpenTimeout,
            StallTimeout = stallTimeout,
        };
        return new BareConnection(preparation.Failure, listener, socket);
    }

    private static AgentEvent.Closed? BadSecret(Secret secret) => secret.Reveal().All(char.IsAsciiLetterOrDigit)
        ? null
        : new(CloseKind.Unauthorized, Retryable: false, "bad-key", "The key has characters that no key has.");

    private static ValidationFinding[] Judge(Secret secret) => BadSecret(secret) is { } bad
        ? [new(FindingSeverity.Error, bad.Code, "secret", bad.Reason)]
        : [];
}
