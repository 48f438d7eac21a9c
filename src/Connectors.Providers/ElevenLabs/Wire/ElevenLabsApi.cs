using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Connectors.Transport;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>The REST calls that we need, with the tenant's key.</summary>
/// <param name="http">Sends the requests.</param>
/// <param name="time">Clock of the limit.</param>
/// <param name="options">Limit of a call.</param>
/// <param name="settings">Host, agent, branch.</param>
/// <param name="secret">The key.</param>
internal sealed class ElevenLabsApi(
    HttpMessageInvoker http, TimeProvider time, ElevenLabsOptions options, ElevenLabsSettings settings, Secret secret)
{
    private const int LargestAnswer = 8 * 1024 * 1024;

    public Task<ApiAnswer<SubscriptionDocument>> GetSubscriptionAsync(CancellationToken cancellationToken) =>
        GetAsync("/v1/user/subscription", ElevenLabsJson.Default.SubscriptionDocument, cancellationToken);

    public Task<ApiAnswer<AgentDocument>> GetAgentAsync(CancellationToken cancellationToken) =>
        GetAsync(
            $"/v1/convai/agents/{Uri.EscapeDataString(settings.AgentId)}{Selection('?')}", ElevenLabsJson.Default.AgentDocument,
            cancellationToken);

    /// <summary>An address that opens conversations for 15 minutes; also for public agents, whose allowlist would want an Origin.</summary>
    public async Task<ApiAnswer<Uri>> GetSignedUrlAsync(CancellationToken cancellationToken)
    {
        var answer = await GetAsync(
            $"/v1/convai/conversation/get-signed-url?agent_id={Uri.EscapeDataString(settings.AgentId)}{Selection('&')}",
            ElevenLabsJson.Default.SignedUrlDocument, cancellationToken);
        if (answer.Value is null)
        {
            return new(null, answer.Failure);
        }

        var allowed = settings.BaseAddress.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        return Uri.TryCreate(answer.Value.SignedUrl, UriKind.Absolute, out var url) && url.Scheme == allowed
            ? new(url, null)
            : new(null, ElevenLabsCloses.BadAnswer);
    }

    private static bool IsHeaderText(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private string Selection(char first)
    {
        var branch = settings.BranchId is { } id ? $"{first}branch_id={Uri.EscapeDataString(id)}" : string.Empty;
        var separator = branch.Length == 0 ? first : '&';
        return settings.Environment is { } name ? $"{branch}{separator}environment={Uri.EscapeDataString(name)}" : branch;
    }

    private async Task<ApiAnswer<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (!IsHeaderText(secret.Reveal()))
        {
            // Sent as a header it would be refused by our own HTTP client, with an exception that quotes it.
            return new(null, ElevenLabsCloses.BadKey);
        }

        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.BaseAddress, path));
            request.Headers.TryAddWithoutValidation("xi-api-key", secret.Reveal());
            using var response = await http.SendAsync(request, either.Token);
            var body = await ReadAsync(response.Content, either.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? new(JsonSerializer.Deserialize(body, type), null)
                : new(null, ElevenLabsCloses.OfRest((int)response.StatusCode, ErrorStatus(body)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, ElevenLabsCloses.Unreachable(string.Create(
                CultureInfo.InvariantCulture, $"did not answer within {options.RequestTimeout.TotalSeconds} s")));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new(null, OutgoingRefusedException.Find(error) is { } refused
                ? ElevenLabsCloses.AddressRefused(refused.Message)
                : ElevenLabsCloses.Unreachable("could not be reached"));
        }
        catch (JsonException)
        {
            return new(null, ElevenLabsCloses.BadAnswer);
        }
    }

    private static string? ErrorStatus(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ElevenLabsJson.Default.ErrorDocument)?.Status;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        while (await stream.ReadAsync(body.GetMemory(4096), cancellationToken) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > LargestAnswer)
            {
                throw new IOException("The answer is too large.");
            }
        }

        return body.WrittenSpan.ToArray();
    }
}
