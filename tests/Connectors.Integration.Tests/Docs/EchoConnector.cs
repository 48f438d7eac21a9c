using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Docs;

/// <summary>Speaks the protocol of Echo, a made-up provider whose agent says back what it hears.</summary>
internal sealed class EchoConnector(HttpMessageInvoker http) : IConnector
{
    public ConnectorDescription Description { get; } = new()
    {
        Id = "echo",
        DisplayName = "Echo",
        SettingsSchema = """{ "type": "object", "properties": { "address": { "type": "string", "format": "uri" } } }""",
        CredentialKind = "ECHO_API_KEY",
        DefaultBaseAddress = new("wss://echo.example.com/talk"),
        Capabilities = EchoConnection.Capabilities,
    };

    // A real one asks its provider by REST: is the key good, does the agent exist, which formats does it speak?
    public async Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var secret = await ValidateCredentialAsync(setup.Secret, cancellationToken);
        var facts = new AgentFacts { InputFormat = EchoConnection.Format, OutputFormat = EchoConnection.Format };
        return new([.. CheckSettings(setup.Settings), .. secret.Findings], facts);
    }

    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings) => AddressOf(settings) is null
        ? [new(FindingSeverity.Error, "address-invalid", "address", "The address is no ws or wss URL: correct it.")]
        : [];

    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        Task.FromResult(new ValidationReport(
            secret.IsEmpty
                ? [new(FindingSeverity.Error, "secret-missing", "secret", "Echo needs an API key: add one to the credential.")]
                : [],
            Facts: null));

    // A real one fetches here what needs time but no open socket: a signed URL, an ephemeral key.
    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        Task.FromResult(new AgentPreparation(setup));

    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener) =>
        new EchoConnection(
            new()
            {
                Address = AddressOf(preparation.Setup.Settings) ?? Description.DefaultBaseAddress,
                Http = http,
                Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {preparation.Setup.Secret.Reveal()}" },
                OpenTimeout = options.OpenTimeout,
            },
            listener);

    // Null if there is one that is none.
    private Uri? AddressOf(JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object || !settings.TryGetProperty("address", out var address))
        {
            return Description.DefaultBaseAddress;
        }

        var isUrl = address.ValueKind == JsonValueKind.String && Uri.TryCreate(address.GetString(), UriKind.Absolute, out _);
        return isUrl && new Uri(address.GetString()!) is { Scheme: "ws" or "wss" } url ? url : null;
    }
}
