using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Connectors.Core.Outgoing;
using Connectors.Core.Telemetry;
using Connectors.Transport;

namespace Connectors.Core.Webhooks;

/// <summary>Makes one attempt. Only the answer's status counts: its body is never read, redirects are not followed.</summary>
/// <param name="http">The guarded invoker.</param>
/// <param name="rules">Judges the address again: the operator may have changed what is allowed.</param>
/// <param name="time">Clock of the limit.</param>
/// <param name="telemetry">Where attempts are measured; null: nowhere.</param>
public sealed class WebhookClient(
    HttpMessageInvoker http, UrlRules rules, TimeProvider time, ConnectorsTelemetry? telemetry = null)
{
    /// <summary>Limit of an attempt, to the answer's status.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static readonly ProductInfoHeaderValue UserAgent = new("Connectors-Webhooks", "1");

    internal async Task<(DeliveryAttempt Attempt, TimeSpan? RetryAfter)> SendAsync(
        Webhook webhook, WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var begun = time.GetTimestamp();
        DeliveryAttempt Attempt(AttemptOutcome outcome, int? status = null, string? detail = null)
        {
            telemetry?.WebhookTried(outcome, time.GetElapsedTime(begun));
            return new(at, (int)time.GetElapsedTime(begun).TotalMilliseconds, outcome, status, detail);
        }

        if (!rules.TryRead(webhook.Url, UrlKind.Http, out var url, out var refusal))
        {
            return (Attempt(AttemptOutcome.AddressRefused, detail: refusal), null);
        }

        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(url, webhook, delivery, at);
            using var response = await http.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            return (Attempt(OutcomeOf(response.StatusCode), status), RetryAfter(response, time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (Attempt(AttemptOutcome.Timeout), null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return OutgoingRefusedException.Find(error) is { } refused
                ? (Attempt(AttemptOutcome.AddressRefused, detail: refused.Message), null)
                : (Attempt(AttemptOutcome.Unreachable, detail: Reason(error)), null);
        }
    }

    private static HttpRequestMessage Request(Uri url, Webhook webhook, WebhookDelivery delivery, DateTimeOffset at)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Payload);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.UserAgent.Add(UserAgent);
        WebhookSignature.AddTo(request.Headers, webhook.SecretsAt(at), delivery.MessageId, at, body);
        return request;
    }

    private static AttemptOutcome OutcomeOf(HttpStatusCode status) => (int)status is >= 200 and < 300 ? AttemptOutcome.Delivered
        : status == HttpStatusCode.Gone ? AttemptOutcome.Gone
        : AttemptOutcome.Status;

    // The kind of failure; the words may hold what the receiver wrote.
    private static string? Reason(Exception error) =>
        error is HttpRequestException { HttpRequestError: var kind and not HttpRequestError.Unknown }
            ? string.Create(CultureInfo.InvariantCulture, $"{kind}")
            : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) ? null
        : response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - now);
}
