using Connectors.Providers.Gemini.Settings;
using Connectors.Validation;

namespace Connectors.Providers.Gemini;

/// <summary>
/// Checks settings and key by asking Gemini for the model (<c>GET /v1beta/models/{model}</c>), a key alone by asking for the
/// list of models.
/// </summary>
/// <param name="api">Asks.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class GeminiLiveValidation(RestApi api, GeminiLiveOptions limits)
{
    // Live sessions are one of the methods that a model may have.
    private const string LiveMethod = "bidiGenerateContent";

    public async Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(setup.Settings, limits.BaseAddress, out var read);
        var findings = new List<ValidationFinding>(read);
        if (!HeaderKeys.IsKey(setup.Secret))
        {
            findings.Add(Error(GeminiLiveCloses.BadKey.Code, "secret", GeminiLiveCloses.BadKey.Reason));
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

        var methods = answer.Json.Texts("supportedGenerationMethods").ToList();
        if (methods.Count > 0 && !methods.Contains(LiveMethod))
        {
            findings.Add(Error("model-not-live", "model", $"Gemini has {settings.Model}, but not for live conversations."));
            return new(findings, null);
        }

        return new(findings, GeminiLiveConnector.FactsOf(settings));
    }

    /// <summary>Checks the key alone.</summary>
    public async Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken)
    {
        if (!HeaderKeys.IsKey(secret))
        {
            return new([Error(GeminiLiveCloses.BadKey.Code, "secret", GeminiLiveCloses.BadKey.Reason)], null);
        }

        var settings = new GeminiLiveSettings { BaseAddress = limits.BaseAddress };
        var answer = await api.GetAsync(new Uri(settings.ApiAddress, "models?pageSize=1"), secret, cancellationToken);
        return Judge(answer, "its models") is not { } finding ? new([], null) : new([finding], null);
    }

    private static ValidationFinding? Judge(RestAnswer answer, string model) => answer.Status switch
    {
        >= 200 and < 300 => null,
        400 when IsKeyInvalid(answer) => KeyRefused(),
        401 => KeyRefused(),
        403 => Error(
            "no-access", "secret",
            $"The API key may not use {model}: its project has not enabled the Gemini API, or the key is restricted. "
            + "Change it in Google's console."),
        404 => Error("model-unknown", "model", $"Gemini doesn't know {model}."),
        429 => new(
            FindingSeverity.Warning, "rate-limited", "secret",
            "The quota of this API key's project is used up just now, so the key could not be checked. Try again later."),
        _ => answer.Trouble("Gemini", answer.Json.Member("error").Text("status")),
    };

    private static ValidationFinding KeyRefused() => Error(
        "key-refused", "secret", "Gemini refused the API key. Create one in Google AI Studio and register that.");

    private static ValidationFinding Error(string code, string field, string message) => new(FindingSeverity.Error, code, field, message);

    // A wrong key is answered with 400 INVALID_ARGUMENT like any other mistake; the details tell.
    private static bool IsKeyInvalid(RestAnswer answer) =>
        answer.Json.Member("error").Items("details").Any(static detail => detail.Text("reason") == "API_KEY_INVALID");
}
