using Connectors.Providers.Cartesia.Managed.Dialog;
using Connectors.Providers.Cartesia.Managed.Settings;
using Connectors.Validation;

namespace Connectors.Providers.Cartesia.Managed;

/// <summary>
/// Checks key and agent by asking Cartesia for the agent's document, a key alone by asking for the list of agents. Whether the account
/// has credit left for conversations is only told when one begins.
/// </summary>
/// <param name="api">Asks.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class CartesiaManagedValidation(RestApi api, CartesiaManagedOptions limits)
{
    public async Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.BaseAddress, out var read);
        var findings = new List<ValidationFinding>(read);
        if (!HeaderKeys.IsKey(setup.Secret))
        {
            findings.Add(BadKey);
        }

        if (findings.Exists(static finding => finding.Severity == FindingSeverity.Error))
        {
            return new(findings, null);
        }

        var answer = await api.GetAsync(CartesiaManagedConnector.AgentAddressOf(settings), setup.Secret, cancellationToken);
        if (Judge(answer) is { } finding)
        {
            findings.Add(finding);
            return new(findings, null);
        }

        var agent = new ManagedAgent(answer.Json);
        findings.AddRange(Judge(agent, settings));
        var format = SessionSetup.FormatOf(settings, new());
        return new(findings, new AgentFacts
        {
            AgentName = agent.Name,
            InputFormat = format,
            OutputFormat = format,
            MaximumDuration = settings.ConnectionLimit,
            SuppressesGreeting = agent.WaitsForTheUser,
        });
    }

    /// <summary>Checks the key alone.</summary>
    public async Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken)
    {
        if (!HeaderKeys.IsKey(secret))
        {
            return new([BadKey], null);
        }

        var answer = await api.GetAsync(new(limits.BaseAddress, "/v1/agents?limit=1"), secret, cancellationToken);
        return Judge(answer) is { } finding ? new([finding], null) : new([], null);
    }

    private static ValidationFinding BadKey => Error(CartesiaManagedCloses.BadKey.Code, "secret", CartesiaManagedCloses.BadKey.Reason);

    private static ValidationFinding? Judge(RestAnswer answer) => answer.Status switch
    {
        >= 200 and < 300 => null,
        401 => Error("key-refused", "secret", "Cartesia refused the API key. Create one at play.cartesia.ai and register that."),
        402 => Error("quota-exceeded", "secret", "The Cartesia account has no credit left. Top it up or change its plan."),
        403 => Error("no-access", "agentId", "The API key may not use this agent. Take a key of the agent's organization."),
        404 => Error(
            "agent-unknown", "agentId",
            "Cartesia has no such Managed Agent, or not in the API key's organization. For agents of Line there is cartesia-line."),
        429 => new(
            FindingSeverity.Warning, "rate-limited", "secret",
            "Cartesia's rate limit of this account is reached just now, so the key could not be checked. Try again later."),
        _ => answer.Trouble("Cartesia", answer.Json.Text("error_code")),
    };

    private static IEnumerable<ValidationFinding> Judge(ManagedAgent agent, CartesiaManagedSettings settings)
    {
        foreach (var name in agent.NeededVariables.Where(name => !settings.DynamicVariables.ContainsKey(name)))
        {
            yield return new(
                FindingSeverity.Warning, "dynamic-variable-missing", $"dynamicVariables.{name}",
                $"The agent's welcome message uses the variable '{name}', which has no value here; every session must give one, or it ends "
                + "at once.");
        }

        if (!agent.WaitsForTheUser)
        {
            yield return new(
                FindingSeverity.Information, "greeting-not-suppressible", "agentId",
                "The agent has a welcome message, so after a lost connection it greets again; what it says then is dropped until the "
                + "user speaks.");
        }

        if (!agent.TakesHistory)
        {
            yield return new(
                FindingSeverity.Information, "history-not-told", "agentId",
                $"After a lost connection the agent won't know what was said before. Write {{{{{CartesiaManagedNames.HistoryVariable}}}}} "
                + "into its instructions, and it is told there.");
        }
    }

    private static ValidationFinding Error(string code, string field, string message) => new(FindingSeverity.Error, code, field, message);
}
