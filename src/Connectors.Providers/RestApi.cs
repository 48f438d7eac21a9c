using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Transport;

namespace Connectors.Providers;

/// <summary>Asks a provider's REST API.</summary>
/// <param name="http">Sends the request.</param>
/// <param name="time">Clock of the limit.</param>
/// <param name="timeout">Limit for one call.</param>
/// <param name="authorize">Writes the key into the headers, and what else the provider wants there.</param>
internal sealed class RestApi(HttpMessageInvoker http, TimeProvider time, TimeSpan timeout, Action<HttpRequestHeaders, Secret> authorize)
{
    // A provider's list of all its models is the longest.
    private const int LongestAnswer = 2 * 1024 * 1024;

    /// <summary>Asks.</summary>
    /// <param name="address">What.</param>
    /// <param name="secret">The key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RestAnswer> GetAsync(Uri address, Secret secret, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            authorize(request.Headers, secret);
            using var response = await http.SendAsync(request, either.Token);
            return new((int)response.StatusCode, await ReadAsync(response, either.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(RestAnswer.NoneInTime, default, null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or FormatException)
        {
            return new(RestAnswer.Unreachable, default, OutgoingRefusedException.Find(error)?.Message);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var part = new byte[16 * 1024];
        while (bytes.Length < LongestAnswer && await stream.ReadAsync(part, cancellationToken) is > 0 and var length)
        {
            await bytes.WriteAsync(part.AsMemory(0, length), cancellationToken);
        }

        try
        {
            using var json = JsonDocument.Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
