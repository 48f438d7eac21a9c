using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Providers.Cartesia.Dialog;
using Connectors.Providers.Cartesia.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.Cartesia;

/// <summary>
/// Speaks to agents of Cartesia Line over the stream of a call. The stream carries audio, an interruption and whatever the agent's
/// author sends; no texts, no tools, no marks of turns.
/// </summary>
/// <param name="http">Sends REST calls and upgrades; guards outgoing connections.</param>
/// <param name="time">Clock of all limits.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class CartesiaLineConnector(HttpMessageInvoker http, TimeProvider time, CartesiaLineOptions limits)
    : SettingsConnector<CartesiaLineSettings>(http, time, CartesiaLineCloses.BadKey)
{
    /// <summary>Version of the API that a call speaks (Cartesia docs, "Web Calls").</summary>
    public const string Version = "2025-04-16";

    /// <summary>The header that says so.</summary>
    public const string VersionHeader = "Cartesia-Version";

    /// <summary>What every call can do.</summary>
    public static AgentCapabilities Capabilities { get; } = new() { InterruptionSignal = InterruptionSignal.Flush };

    /// <inheritdoc/>
    public override ConnectorDescription Description { get; } = new()
    {
        Id = "cartesia-line",
        DisplayName = "Cartesia Line",
        SettingsSchema = CartesiaLineSchema.Text,
        CredentialKind = "CARTESIA_API_KEY",
        DefaultBaseAddress = limits.BaseAddress,
        Capabilities = Capabilities,
    };

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        new CartesiaLineValidation(Api(), limits).ValidateAsync(setup, cancellationToken);

    /// <inheritdoc/>
    public override Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        new CartesiaLineValidation(Api(), limits).ValidateCredentialAsync(secret, cancellationToken);

    /// <inheritdoc/>
    protected override CartesiaLineSettings Read(JsonElement settings, out IReadOnlyList<ValidationFinding> findings) =>
        SettingsReader.Read(settings, limits.BaseAddress, out findings);

    /// <inheritdoc/>
    protected override MessageSocketOptions SocketOf(SettingsPreparation<CartesiaLineSettings> preparation) => new()
    {
        Address = CallSetup.AddressOf(preparation.Settings),
        Http = Http,
        Time = Time,
        Headers = new Dictionary<string, string>
        {
            ["Authorization"] = $"Bearer {preparation.Setup.Secret.Reveal()}",
            [VersionHeader] = Version,
        },
        PingInterval = limits.PingInterval,
        StallTimeout = limits.StallTimeout,
    };

    /// <inheritdoc/>
    protected override IAgentConnection Connect(
        CartesiaLineSettings settings, MessageSocketOptions socket, AgentConnectionOptions options, IAgentListener listener) =>
        new CartesiaLineConnection(settings, options, listener, socket, limits.TurnPause);

    private RestApi Api() => new(Http, Time, limits.RequestTimeout, static (headers, secret) =>
    {
        headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Reveal());
        headers.Add(VersionHeader, Version);
    });
}
