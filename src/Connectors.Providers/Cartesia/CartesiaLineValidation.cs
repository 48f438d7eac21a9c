using Connectors.Providers.Cartesia.Dialog;
using Connectors.Providers.Cartesia.Settings;
using Connectors.Validation;

namespace Connectors.Providers.Cartesia;

/// <summary>
/// Checks key and agent by asking Cartesia for the agent (<c>GET /agents/{agent_id}</c>), a key alone by asking for all agents
/// (<c>GET /agents</c>). Voices are not checked: only the call tells whether the agent may use one.
/// </summary>
/// <param name="api">Asks.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class CartesiaLineValidation(RestApi api, CartesiaLineOptions limits)
{
    public async Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.BaseAddress, out var read);
        var findings = new List<ValidationFinding>(read);
        if (!HeaderKeys.IsKey(setup.Secret))
        {
            findings.Add(Error(CartesiaLineCloses.BadKey.Code, "secret", CartesiaLineCloses.BadKey.Reason));
        }

        if (findings.Exists(static finding => finding.Severity == FindingSeverity.Error))
        {
            return new(findings, null);
        }

        var answer = await api.GetAsync(
            new(settings.BaseAddress, $"/agents/{Uri.EscapeDataString(settings.AgentId)}"), setup.Secret, cancellationToken);
        if (Judge(answer) is { } finding)
        {
            findings.Add(finding);
            return new(findings, null);
        }

        var format = CallSetup.FormatOf(settings, new());
        return new(findings, new AgentFacts
        {
            AgentName = answer.Json.Text("name"),
            InputFormat = format,
            OutputFormat = format,
            SuppressesGreeting = false,
        });
    }

    /// <summary>Checks the key alone.</summary>
    public async Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken)
    {
        if (!HeaderKeys.IsKey(secret))
        {
            return new([Error(CartesiaLineCloses.BadKey.Code, "secret", CartesiaLineCloses.BadKey.Reason)], null);
        }

        var answer = await api.GetAsync(new(limits.BaseAddress, "/agents"), secret, cancellationToken);
        return Judge(answer) is { } finding ? new([finding], null) : new([], null);
    }

    private static ValidationFinding? Judge(RestAnswer answer) => answer.Status switch
    {
        >= 200 and < 300 => null,
        401 => Error("key-refused", "secret", "Cartesia refused the API key. Create one at play.cartesia.ai and register that."),
        402 => Error("quota-exceeded", "secret", "The Cartesia account has no credit left. Top it up or change its plan."),
        403 => Error("no-access", "agentId", "The API key may not use this agent. Take a key of the agent's organization."),
        404 => Error("agent-unknown", "agentId", "Cartesia has no such agent, or not in the API key's organization."),
        429 => new(
            FindingSeverity.Warning, "rate-limited", "secret",
            "Cartesia's rate limit of this account is reached just now, so the key could not be checked. Try again later."),
        _ => answer.Trouble("Cartesia", null),
    };

    private static ValidationFinding Error(string code, string field, string message) => new(FindingSeverity.Error, code, field, message);
}
