using System.Net.Http.Headers;
using System.Text;
using Connectors.Core.Outgoing;
using Connectors.Core.Records;
using Connectors.Core.Webhooks;
using Connectors.Transport;

namespace Connectors.Core.Tools;

/// <summary>
/// Has tenants' servers carry out tool calls: one POST each, signed like webhooks, never repeated (the tool may have done something),
/// redirects not followed. The answer's body is what the agent is told, as it is.
/// </summary>
/// <param name="http">The guarded invoker.</param>
/// <param name="rules">Judges the address again: the operator may have changed what is allowed.</param>
/// <param name="ids">Names messages.</param>
/// <param name="time">Clock of the limit.</param>
public sealed class ToolClient(HttpMessageInvoker http, UrlRules rules, IdSource ids, TimeProvider time)
{
    /// <summary>Longest answer, in bytes.</summary>
    public const int LongestAnswer = 64 * 1024;

    private static readonly ProductInfoHeaderValue UserAgent = new("Connectors-Tools", "1");

    // What isn't UTF-8 is told, not mended: an agent would read nonsense to the user.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Makes the call.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Nobody wants the answer any more.</param>
    /// <returns>How it went, whatever the endpoint does.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ToolReply> CallAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        if (!rules.TryRead(request.Endpoint.Url, UrlKind.Http, out var url, out var refusal))
        {
            return Failed(request, "endpoint-refused", refusal);
        }

        if (request.Call.ArgumentsJson.Length > ToolMessage.LongestArguments)
        {
            return Failed(request, "too-large", "The call's parameters are too large.");
        }

        if (!ToolMessage.TryReadArguments(request.Call.ArgumentsJson, out var arguments))
        {
            return Failed(request, "malformed", "The call's parameters are no JSON object.");
        }

        using (arguments)
        {
            var at = time.GetUtcNow();
            return await PostAsync(request, url, ToolMessage.Write(request, arguments.RootElement, at), at, cancellationToken);
        }
    }

    private static ToolReply Failed(ToolRequest request, string reason, string message) =>
        ToolReply.Failed(request.Endpoint, reason, message);

    private async Task<ToolReply> PostAsync(
        ToolRequest request, Uri url, byte[] body, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LimitOf(request), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var message = Message(request.Tools, url, body, at);
            using var response = await http.SendAsync(message, either.Token);
            return response.IsSuccessStatusCode
                ? await ReadAsync(request, response.Content, either.Token)
                : Failed(request, "endpoint-failed", $"The tool's server answered with status {(int)response.StatusCode}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(request, "endpoint-timed-out", "The tool's server did not answer in time.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return OutgoingRefusedException.Find(error) is { } refused
                ? Failed(request, "endpoint-refused", refused.Message)
                : Failed(request, "endpoint-unreachable", "The tool's server could not be reached.");
        }
    }

    private static TimeSpan LimitOf(ToolRequest request) =>
        request.Call.Timeout is { } agents && agents < request.Endpoint.Timeout ? agents : request.Endpoint.Timeout;

    private HttpRequestMessage Message(SessionTools tools, Uri url, byte[] body, DateTimeOffset at)
    {
        var id = $"tool_{ids.Next()}";
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new("application/json");
        message.Headers.UserAgent.Add(UserAgent);
        WebhookSignature.AddTo(message.Headers, SigningSecrets.At(tools.Secrets, at), id, at, body);
        return message;
    }

    private static async Task<ToolReply> ReadAsync(ToolRequest request, HttpContent content, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestAnswer + 1];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > LongestAnswer)
        {
            return Failed(request, "answer-too-large", "The tool's server answered with more than 64 KiB.");
        }

        try
        {
            return new(Strict.GetString(answer, 0, length), IsError: false, ToolReply.Answered);
        }
        catch (DecoderFallbackException)
        {
            return Failed(request, "answer-malformed", "The tool's server answered with something that is not UTF-8.");
        }
    }
}
