using Connectors.Core.Tenancy;
using Connectors.Core.Webhooks;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Connectors.Server.Api.Idempotency;

namespace Connectors.Server.Api.Resources;

/// <summary>A tenant's webhooks and what became of their deliveries.</summary>
internal static class WebhookEndpoints
{
    private const string Noun = "webhook";

    public static void Map(RouteGroupBuilder api)
    {
        var all = api.MapGroup("/webhooks").WithTags("Webhooks");
        var read = all.MapGroup("").RequireAuthorization(ApiPolicies.Read);
        read.MapGet("", ListAsync).WithName("listWebhooks").WithSummary("List webhooks").Answers<Page<WebhookView>>();
        read.MapGet("/{id}", FindAsync).WithName("getWebhook").WithSummary("Read a webhook").Answers<WebhookView>();
        read.MapGet("/{id}/deliveries", DeliveriesAsync).WithName("listDeliveries").WithSummary("What was sent, newest first")
            .Answers<Page<DeliveryView>>();

        var write = all.MapGroup("").RequireAuthorization(ApiPolicies.Admin);
        write.MapPost("", CreateAsync).WithName("createWebhook").WithSummary("Make a webhook; the answer has its secret")
            .Answers<WebhookView>(StatusCodes.Status201Created).IsIdempotent();
        write.MapPut("/{id}", ReplaceAsync).WithName("replaceWebhook").WithSummary("Replace a webhook; its secret stays")
            .Answers<WebhookView>();
        write.MapPost("/{id}/secret", RotateAsync).WithName("rotateWebhookSecret").WithSummary("Replace the secret, and tell the new one")
            .Answers<WebhookView>();
        write.MapPost("/{id}/test", TestAsync).WithName("testWebhook").WithSummary("Send a test")
            .Answers<DeliveryView>(StatusCodes.Status202Accepted);
        write.MapPost("/{id}/replay", ReplayFailedAsync).WithName("replayDeliveries").WithSummary("Send all that failed since a time again")
            .Answers<ReplayView>(StatusCodes.Status202Accepted);
        write.MapPost("/{id}/deliveries/{deliveryId}/replay", ReplayAsync).WithName("replayDelivery").WithSummary("Send one again")
            .Answers<DeliveryView>(StatusCodes.Status202Accepted);
        write.MapDelete("/{id}", DeleteAsync).WithName("deleteWebhook").WithSummary("Delete a webhook and its deliveries")
            .Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> CreateAsync(ApiAccess access, Body<WebhookBody> body, WebhookDesk desk, CancellationToken cancel) =>
        Answer.Of(
            await desk.CreateAsync(access.Caller, body.Value.ToDraft(), cancel), WebhookView.WithSecret, StatusCodes.Status201Created);

    private static async Task<IResult> ListAsync(ApiAccess access, Paging paging, WebhookDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.ListAsync(access.TenantId, paging.Newest(), cancel), WebhookView.From);

    private static async Task<IResult> FindAsync(string id, ApiAccess access, WebhookDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.FindAsync(access.TenantId, id, cancel), Noun, WebhookView.From);

    private static async Task<IResult> ReplaceAsync(
        string id, ApiAccess access, IfMatch match, Body<WebhookBody> body, WebhookDesk desk, CancellationToken cancel) =>
        await desk.FindAsync(access.TenantId, id, cancel) is null
            ? Answer.Of(Refusal.NotFound(Noun))
            : Answer.Of(await desk.ReplaceAsync(access.Caller, id, body.Value.ToDraft(), match.Version, cancel), WebhookView.From);

    private static async Task<IResult> RotateAsync(
        string id, ApiAccess access, IfMatch match, Body<SecretRotationBody> body, WebhookDesk desk, CancellationToken cancel) =>
        Answer.Of(
            await desk.RotateSecretAsync(
                access.Caller, id, body.Value.Overlap(), match.Version, cancel),
            WebhookView.WithSecret);

    private static async Task<IResult> TestAsync(string id, ApiAccess access, WebhookDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.TestAsync(access.Caller, id, cancel), DeliveryView.From, StatusCodes.Status202Accepted);

    private static async Task<IResult> DeliveriesAsync(
        string id, ApiAccess access, Paging paging, WebhookDesk desk, CancellationToken cancel) =>
        await desk.FindAsync(access.TenantId, id, cancel) is null
            ? Answer.Of(Refusal.NotFound(Noun))
            : Answer.Of(await desk.DeliveriesAsync(access.TenantId, id, paging.Newest(), cancel), DeliveryView.From);

    private static async Task<IResult> ReplayAsync(
        string id, string deliveryId, ApiAccess access, WebhookDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.ReplayAsync(access.Caller, id, deliveryId, cancel), DeliveryView.From, StatusCodes.Status202Accepted);

    private static async Task<IResult> ReplayFailedAsync(
        string id, ApiAccess access, Body<ReplayBody> body, WebhookDesk desk, CancellationToken cancel)
    {
        if (body.Value.Since is not { } since)
        {
            return Answer.Of(await desk.FindAsync(access.TenantId, id, cancel) is null
                ? Refusal.NotFound(Noun)
                : Refusal.Invalid(new FieldError("since", "Is required.")));
        }

        var replayed = await desk.ReplayFailedAsync(access.Caller, id, since, cancel);
        return Answer.Of(replayed, count => new ReplayView(count.Replayed), StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> DeleteAsync(
        string id, ApiAccess access, IfMatch match, WebhookDesk desk, CancellationToken cancel) =>
        Answer.Done(await desk.DeleteAsync(access.Caller, id, match.Version, cancel));
}
