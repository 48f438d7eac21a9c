using System.Globalization;
using System.Text.Json;
using Connectors.Providers.Gemini.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.Gemini;

/// <summary>
/// Checks settings and key by asking Gemini for the model (<c>GET /v1beta/models/{model}</c>), a key alone by asking for the
/// list of models.
/// </summary>
/// <param name="http">Sends the request.</param>
/// <param name="time">Clock of the limit.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class GeminiLiveValidation(HttpMessageInvoker http, TimeProvider time, GeminiLiveOptions limits)
{
    // Live sessions are one of the methods that a model may have.
    private const string LiveMethod = "bidiGenerateContent";
    private const int LongestAnswer = 64 * 1024;

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

        var answer = await AskAsync(
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
        var answer = await AskAsync(new Uri(settings.ApiAddress, "models?pageSize=1"), secret, cancellationToken);
        return Judge(answer, "its models") is not { } finding ? new([], null) : new([finding], null);
    }

    private async Task<Answer> AskAsync(Uri address, Secret secret, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limits.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add(GeminiLiveConnector.KeyHeader, secret.Reveal());
            using var response = await http.SendAsync(request, either.Token);
            return new((int)response.StatusCode, await ReadAsync(response, either.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(Answer.NoneInTime, default, null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or FormatException)
        {
            return new(Answer.Unreachable, default, OutgoingRefusedException.Find(error)?.Message);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[LongestAnswer];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ValidationFinding? Judge(Answer answer, string model) => answer.Status switch
    {
        >= 200 and < 300 => null,
        400 when answer.IsKeyInvalid => KeyRefused(),
        401 => KeyRefused(),
        403 => Error(
            "no-access", "secret",
            $"The API key may not use {model}: its project has not enabled the Gemini API, or the key is restricted. "
            + "Change it in Google's console."),
        404 => Error("model-unknown", "model", $"Gemini doesn't know {model}."),
        429 => new(
            FindingSeverity.Warning, "rate-limited", "secret",
            "The quota of this API key's project is used up just now, so the key could not be checked. Try again later."),
        Answer.Unreachable when answer.Refusal is { } refusal => Error(
            "address-refused", "baseUrl", $"Gemini can't be reached at this address. {refusal}"),
        Answer.Unreachable => Error("unreachable", "baseUrl", "Gemini could not be reached at this address."),
        Answer.NoneInTime => new(
            FindingSeverity.Warning, "no-answer", "baseUrl", "Gemini did not answer in time, so the key could not be checked."),
        >= 500 => new(
            FindingSeverity.Warning, "provider-failed", "baseUrl",
            $"Gemini failed ({Number(answer.Status)}), so the key could not be checked. Try again later."),
        _ => Error(
            "unexpected-answer", "baseUrl",
            $"The answer ({Number(answer.Status)}, {LenientJson.Name(answer.Error.Text("status"))}) is not one of Gemini's API. "
            + "Check the address."),
    };

    private static ValidationFinding KeyRefused() => Error(
        "key-refused", "secret", "Gemini refused the API key. Create one in Google AI Studio and register that.");

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static ValidationFinding Error(string code, string field, string message) => new(FindingSeverity.Error, code, field, message);

    /// <summary>What came of a request.</summary>
    /// <param name="Status">HTTP status, or one of ours.</param>
    /// <param name="Json">The body, or undefined.</param>
    /// <param name="Refusal">The sentence of the host's guard that refused the address, or null.</param>
    private sealed record Answer(int Status, JsonElement Json, string? Refusal)
    {
        public const int Unreachable = 0;
        public const int NoneInTime = -1;

        public JsonElement Error => Json.Member("error");

        // A wrong key is answered with 400 INVALID_ARGUMENT like any other mistake; the details tell.
        public bool IsKeyInvalid => Error.Items("details").Any(static detail => detail.Text("reason") == "API_KEY_INVALID");
    }
}
