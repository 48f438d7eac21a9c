using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.LiveAvatar.Rest;

/// <summary>Sends one call and turns whatever comes back, or doesn't, into an <see cref="ApiAnswer"/>.</summary>
internal sealed class ApiCaller(LiveAvatarHttp http, TimeProvider time)
{
    private const int Success = 1000;

    // The schema's default; the live service answers 1000, which is all that the web SDK takes (facts/liveavatar.md §1.1).
    private const int SchemaSuccess = 100;

    /// <summary>Sends a JSON body.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; a time limit of ours is a failure instead.</exception>
    public async Task<ApiAnswer> PostAsync(
        string path, ApiAuthorization authorization, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(path));
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content = content;
        return await SendAsync(request, authorization, cancellationToken);
    }

    /// <summary>Asks for something.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; a time limit of ours is a failure instead.</exception>
    public async Task<ApiAnswer> GetAsync(string path, ApiAuthorization authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(path));
        return await SendAsync(request, authorization, cancellationToken);
    }

    private async Task<ApiAnswer> SendAsync(
        HttpRequestMessage request, ApiAuthorization authorization, CancellationToken cancellationToken)
    {
        if (!IsHeaderText(authorization.Value) || !request.Headers.TryAddWithoutValidation(authorization.Header, authorization.Value))
        {
            return Failed(ApiFailures.Unauthorized("the key has characters that no key has; was it pasted whole?"));
        }

        using var timeout = new CancellationTokenSource(http.Options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await http.Invoker.SendAsync(request, either.Token);
            return await ReadAsync(response, authorization, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(ApiFailures.Unreachable("it did not answer in time"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return Failed(ApiFailures.Unreachable(error is HttpRequestException { HttpRequestError: var kind } ? $"{kind}" : "I/O error"));
        }
    }

    private static bool IsHeaderText(string value) => value.All(static c => c is >= ' ' and <= '~');

    private static ApiAnswer Failed(AvatarFailure failure) => new(null, default, failure);

    private Uri AddressOf(string path) => new($"{http.Options.BaseAddress.AbsoluteUri.TrimEnd('/')}/{path}");

    private async Task<ApiAnswer> ReadAsync(
        HttpResponseMessage response, ApiAuthorization authorization, CancellationToken cancellationToken)
    {
        var (document, tooLarge) = await ParseAsync(response.Content, cancellationToken);
        if (response.IsSuccessStatusCode && document is { RootElement.ValueKind: JsonValueKind.Object }
            && document.RootElement.Number("code") is Success or SchemaSuccess)
        {
            return new(document, document.RootElement.Member("data"), null);
        }

        using (document)
        {
            var failure = tooLarge
                ? ApiFailures.NotTheApi("the answer is too large")
                : ApiFailures.From(response, document?.RootElement ?? default, time.GetUtcNow());
            return Failed(failure with { Message = ApiFailures.Without(failure.Message, authorization.Secret) });
        }
    }

    private async Task<(JsonDocument? Document, bool TooLarge)> ParseAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var limit = http.Options.MaximumResponseBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, limit + 1), limit + 1, false, cancellationToken);
            if (length > limit)
            {
                return (null, true);
            }

            // Copied, because the document refers to what it was parsed from.
            return (JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()), false);
        }
        catch (JsonException)
        {
            return (null, false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
