using Connectors.Providers.OpenAI.Settings;
using Connectors.Validation;

namespace Connectors.Providers.OpenAI;

/// <summary>
/// Checks settings and key by asking OpenAI for the model (<c>GET /models/{model}</c>), a key alone by asking for all models.
/// </summary>
/// <param name="api">Asks.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class OpenAIRealtimeValidation(RestApi api, OpenAIRealtimeOptions limits)
{
    public async Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.BaseAddress, out var read);
        var findings = new List<ValidationFinding>(read);
        if (!HeaderKeys.IsKey(setup.Secret))
        {
            findings.Add(Error(OpenAIRealtimeCloses.BadKey.Code, "secret", OpenAIRealtimeCloses.BadKey.Reason));
        }

        if (findings.Exists(static finding => finding.Severity == FindingSeverity.Error))
        {
            return new(findings, null);
        }

        var answer = await api.GetAsync(
            new Uri(settings.ApiAddress, $"models/{Uri.EscapeDataString(settings.Model)}"), setup.Secret, cancellationToken);
        if (Judge(answer, settings.Model) is { } finding)
        {
            findings.Add(finding);
            return new(findings, null);
        }

        if (!settings.Model.Contains("realtime", StringComparison.Ordinal))
        {
            findings.Add(new(
                FindingSeverity.Warning, "model-not-realtime", "model",
                "The model exists, but by its name it is not one for realtime sessions."));
        }

        var format = OpenAIRealtimeConnector.Format;
        return new(findings, new AgentFacts
        {
            AgentName = settings.Model,
            InputFormat = format,
            OutputFormat = format,
            MaximumDuration = OpenAIRealtimeConnector.MaximumConnectionTime,
            SuppressesGreeting = true,
        });
    }

    /// <summary>Checks the key alone. A key of few rights may not list models and is good all the same.</summary>
    public async Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken)
    {
        if (!HeaderKeys.IsKey(secret))
        {
            return new([Error(OpenAIRealtimeCloses.BadKey.Code, "secret", OpenAIRealtimeCloses.BadKey.Reason)], null);
        }

        var settings = new OpenAIRealtimeSettings { BaseAddress = limits.BaseAddress };
        var answer = await api.GetAsync(new Uri(settings.ApiAddress, "models"), secret, cancellationToken);
        return answer.Status == 403 || Judge(answer, "its models") is not { } finding ? new([], null) : new([finding], null);
    }

    private static ValidationFinding? Judge(RestAnswer answer, string model) => answer.Status switch
    {
        >= 200 and < 300 => null,
        401 when CodeOf(answer) == "account_deactivated" => Error(
            "account-deactivated", "secret", "The OpenAI account of this API key is deactivated."),
        401 => Error("key-refused", "secret", "OpenAI refused the API key. Create one in OpenAI's dashboard and register that."),
        403 => Error(
            "no-access", "model",
            $"The API key may not use {model}: its project, its permissions or its region exclude it. Change them in OpenAI's dashboard."),
        404 => Error("model-unknown", "model", $"OpenAI doesn't know {model}, or this API key's project has no access to it."),
        429 when CodeOf(answer) is "insufficient_quota" or "billing_hard_limit_reached" => Error(
            "quota-exceeded", "secret", "The OpenAI account has no credit or quota left. Top it up or raise its limit."),
        429 => new(
            FindingSeverity.Warning, "rate-limited", "secret",
            "OpenAI's rate limit of this account is reached just now, so the key could not be checked. Try again later."),
        _ => answer.Trouble("OpenAI", CodeOf(answer)),
    };

    private static string? CodeOf(RestAnswer answer) => answer.Json.Member("error").Text("code");

    private static ValidationFinding Error(string code, string field, string message) => new(FindingSeverity.Error, code, field, message);
}
