using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.OpenAI;

/// <summary>
/// Checks settings and key by asking OpenAI for the model (<c>GET /models/{model}</c>), a key alone by asking for all models.
/// </summary>
/// <param name="http">Sends the request.</param>
/// <param name="time">Clock of the limit.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class OpenAIRealtimeValidation(HttpMessageInvoker http, TimeProvider time, OpenAIRealtimeOptions limits)
{
    private const int LongestAnswer = 64 * 1024;

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

        var (status, code) = await AskAsync(
            new Uri(settings.ApiAddress, $"models/{Uri.EscapeDataString(settings.Model)}"), setup.Secret, cancellationToken);
        if (Judge(status, code, settings.Model) is { } finding)
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
        var (status, code) = await AskAsync(new Uri(settings.ApiAddress, "models"), secret, cancellationToken);
        return status == 403 || Judge(status, code, "its models") is not { } finding ? new([], null) : new([finding], null);
    }

    /// <summary>
    /// HTTP status and error code; status 0: not reached, -1: no answer in time, -2: the host's guard refused, and the code is
    /// its sentence.
    /// </summary>
    private async Task<(int Status, string? Code)> AskAsync(
        Uri address, Secret secret, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limits.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret.Reveal());
            using var response = await http.SendAsync(request, either.Token);
            return ((int)response.StatusCode, response.IsSuccessStatusCode ? null : await ReadCodeAsync(response, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (-1, null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or FormatException)
        {
            return OutgoingRefusedException.Find(error) is { } refused ? (-2, refused.Message) : (0, null);
        }
    }

    private static async Task<string?> ReadCodeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[LongestAnswer];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            return json.RootElement.Member("error").Text("code");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ValidationFinding? Judge(int status, string? code, string model) => status switch
    {
        >= 200 and < 300 => null,
        401 when code == "account_deactivated" => Error(
            "account-deactivated", "secret", "The OpenAI account of this API key is deactivated."),
        401 => Error("key-refused", "secret", "OpenAI refused the API key. Create one in OpenAI's dashboard and register that."),
        403 => Error(
            "no-access", "model",
            $"The API key may not use {model}: its project, its permissions or its region exclude it. Change them in OpenAI's dashboard."),
        404 => Error("model-unknown", "model", $"OpenAI doesn't know {model}, or this API key's project has no access to it."),
        429 when code is "insufficient_quota" or "billing_hard_limit_reached" => Error(
            "quota-exceeded", "secret", "The OpenAI account has no credit or quota left. Top it up or raise its limit."),
        429 => new(
            FindingSeverity.Warning, "rate-limited", "secret",
            "OpenAI's rate limit of this account is reached just now, so the key could not be checked. Try again later."),
        0 => new(
            FindingSeverity.Error, "unreachable", "baseUrl", "OpenAI could not be reached at this address."),
        -2 => Error("address-refused", "baseUrl", $"OpenAI can't be reached at this address. {code}"),
        -1 => new(FindingSeverity.Warning, "no-answer", "baseUrl", "OpenAI did not answer in time, so the key could not be checked."),
        >= 500 => new(
            FindingSeverity.Warning, "provider-failed", "baseUrl",
            $"OpenAI failed ({status.ToString(CultureInfo.InvariantCulture)}), so the key could not be checked. Try again later."),
        _ => Error(
            "unexpected-answer", "baseUrl",
            $"The answer ({status.ToString(CultureInfo.InvariantCulture)}, {LenientJson.Name(code)}) is not one of OpenAI's API. "
            + "Check the address."),
    };

    private static ValidationFinding Error(string code, string field, string message) => new(FindingSeverity.Error, code, field, message);
}
