using System.Text.Json;
using Connectors.Providers.Deepgram.Settings;
using Connectors.Validation;

namespace Connectors.Providers.Deepgram;

/// <summary>
/// Checks key, models and credit by REST: 1. whose key it is (<c>GET /v1/auth/token</c>); 2. the models for listening and
/// speaking (<c>GET /v1/models</c>); 3. those for thinking (<c>GET /v1/agent/settings/think/models</c>); 4. the balance of the
/// key's project, which few keys may read. A key alone is checked by the first.
/// </summary>
/// <param name="api">Asks.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class DeepgramValidation(RestApi api, DeepgramOptions limits)
{
    public async Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.BaseAddress, out var read);
        var findings = new List<ValidationFinding>(read);
        if (!HeaderKeys.IsKey(setup.Secret))
        {
            findings.Add(Error(DeepgramCloses.BadKey.Code, "secret", DeepgramCloses.BadKey.Reason));
        }

        if (findings.Exists(static finding => finding.Severity == FindingSeverity.Error))
        {
            return new(findings, null);
        }

        if (await CheckKeyAsync(settings, setup.Secret, cancellationToken) is { } finding)
        {
            return new([.. findings, finding], null);
        }

        findings.AddRange(await CheckModelsAsync(settings, setup.Secret, cancellationToken));
        findings.AddRange(await CheckThinkingAsync(settings, setup.Secret, cancellationToken));
        findings.AddRange(await CheckCreditAsync(settings, setup.Secret, cancellationToken));
        return new(findings, findings.Exists(static finding => finding.Severity == FindingSeverity.Error) ? null : FactsOf(settings));
    }

    /// <summary>Checks the key alone.</summary>
    public async Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken)
    {
        if (!HeaderKeys.IsKey(secret))
        {
            return new([Error(DeepgramCloses.BadKey.Code, "secret", DeepgramCloses.BadKey.Reason)], null);
        }

        var finding = await CheckKeyAsync(new() { BaseAddress = limits.BaseAddress }, secret, cancellationToken);
        return new(finding is null ? [] : [finding], null);
    }

    private static AgentFacts FactsOf(DeepgramSettings settings) => new()
    {
        AgentName = settings.Think.Model,
        InputFormat = DeepgramConnector.InputFormat,
        OutputFormat = DeepgramConnector.OutputFormat,
        MaximumDuration = DeepgramConnector.MaximumConnectionTime,
        SuppressesGreeting = true,
    };

    private static IEnumerable<string?> NamesOf(JsonElement models, string kind) =>
        models.Items(kind).SelectMany(static model => new[] { model.Text("canonical_name"), model.Text("name") });

    private async Task<ValidationFinding?> CheckKeyAsync(DeepgramSettings settings, Secret secret, CancellationToken cancellationToken) =>
        Judge(await api.GetAsync(new(settings.ApiAddress, "/v1/auth/token"), secret, cancellationToken));

    private async Task<IEnumerable<ValidationFinding>> CheckModelsAsync(
        DeepgramSettings settings, Secret secret, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(new(settings.ApiAddress, "/v1/models"), secret, cancellationToken);
        if (!answer.IsSuccess)
        {
            return [NotChecked(answer, "the models for listening and speaking", "listen.model")];
        }

        var findings = new List<ValidationFinding>();
        if (!NamesOf(answer.Json, "stt").Contains(settings.Listen.Model) && !DeepgramNames.FluxModels.Contains(settings.Listen.Model))
        {
            findings.Add(Error(
                "model-unknown", "listen.model", $"Deepgram doesn't know {settings.Listen.Model} as a model for listening."));
        }

        if (!NamesOf(answer.Json, "tts").Contains(settings.Voice))
        {
            findings.Add(Error("voice-unknown", "voice", $"Deepgram doesn't know {settings.Voice} as a voice."));
        }

        return findings;
    }

    private async Task<IEnumerable<ValidationFinding>> CheckThinkingAsync(
        DeepgramSettings settings, Secret secret, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(new(settings.BaseAddress, "/v1/agent/settings/think/models"), secret, cancellationToken);
        if (!answer.IsSuccess)
        {
            return [NotChecked(answer, "the model for thinking", "think.model")];
        }

        return answer.Json.Items("models").Any(model =>
            model.Text("id") == settings.Think.Model && model.Text("provider") is var provider
            && (provider is null || provider == settings.Think.Provider))
            ? []
            : [Error("model-unknown", "think.model", $"Deepgram doesn't offer {settings.Think.Model} of {settings.Think.Provider}.")];
    }

    // Without the right to read them, balances are nobody's business; with an agreement, conversations go on without credit.
    private async Task<IEnumerable<ValidationFinding>> CheckCreditAsync(
        DeepgramSettings settings, Secret secret, CancellationToken cancellationToken)
    {
        var projects = await api.GetAsync(new(settings.ApiAddress, "/v1/projects"), secret, cancellationToken);
        if (projects.Json.Items("projects").Select(static project => project.Text("project_id")).FirstOrDefault() is not { } project)
        {
            return [];
        }

        var answer = await api.GetAsync(
            new(settings.ApiAddress, $"/v1/projects/{Uri.EscapeDataString(project)}/balances"), secret, cancellationToken);
        var amounts = answer.Json.Items("balances").Select(static balance => balance.Member("amount"))
            .Select(static amount => amount.ValueKind == JsonValueKind.Number && amount.TryGetDouble(out var value) ? value : 0).ToList();
        return answer.IsSuccess && amounts.Count > 0 && amounts.TrueForAll(static amount => amount <= 0)
            ? [new(
                FindingSeverity.Warning, "no-credit", "secret",
                "The Deepgram project has no credit left; without an agreement on overage Deepgram refuses conversations.")]
            : [];
    }

    private static ValidationFinding? Judge(RestAnswer answer) => answer.Status switch
    {
        >= 200 and < 300 => null,
        401 => Error("key-refused", "secret", "Deepgram refused the API key. Create one in Deepgram's console and register that."),
        402 => Error("quota-exceeded", "secret", "The Deepgram project has no credit left. Top it up."),
        403 => Error("no-access", "secret", "The API key has not the rights that a conversation needs. Create one with more."),
        429 => new(
            FindingSeverity.Warning, "rate-limited", "secret",
            "Deepgram's rate limit of this project is reached just now, so the key could not be checked. Try again later."),
        _ => answer.Trouble("Deepgram", CodeOf(answer)),
    };

    // In its older spelling or its newer one.
    private static string? CodeOf(RestAnswer answer) => answer.Json.Text("err_code") ?? answer.Json.Text("category");

    private static ValidationFinding NotChecked(RestAnswer answer, string what, string field) => answer.Status == 402
        ? Judge(answer)!
        : new(
            FindingSeverity.Warning, "not-checked", field,
            $"Deepgram did not tell {what} ({answer.StatusText}), so it was not checked.");

    private static ValidationFinding Error(string code, string field, string message) => new(FindingSeverity.Error, code, field, message);
}
