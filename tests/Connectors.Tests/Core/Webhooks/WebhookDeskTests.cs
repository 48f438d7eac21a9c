using System.Net;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Core.Webhooks;
using Connectors.Testing;

namespace Connectors.Tests.Core.Webhooks;

public sealed class WebhookDeskTests : IAsyncLifetime
{
    private const string Url = "https://good.example/hooks?token=abc";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly WebhookWorld _world = new();

    private static Caller Caller => WebhookRig.Caller();

    private WebhookDesk Desk => _world.Rig.Desk;

    public async ValueTask InitializeAsync() => await _world.Rig.AddTenantAsync(quotas: new() { Webhooks = 3 });

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Create_WithEverythingWrong_TellsAllOfIt()
    {
        var made = await Desk.CreateAsync(
            Caller, new("http://10.0.0.1", ["session.started", "session.stopped"], new string('x', 201)), _cancellation);

        Assert.Equal(RefusalKind.Invalid, made.Refusal?.Kind);
        Assert.Equal(["url", "events", "description"], made.Refusal!.Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task Create_IsAuditedSealedAndLimitedByTheQuota()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        await _world.Rig.AddWebhookAsync(Url);
        await _world.Rig.AddWebhookAsync(Url);

        var fourth = await Desk.CreateAsync(Caller, new(Url, WebhookEventTypes.All), _cancellation);

        Assert.Equal(RefusalKind.QuotaReached, fourth.Refusal?.Kind);
        Assert.Equal(["webhook.create", "webhook.create", "webhook.create"], _world.Rig.Audited);
        Assert.All(_world.Store.All, record => Assert.Equal(-1, record.Body.Span.IndexOf("token=abc"u8)));
        Assert.DoesNotContain("abc", $"{webhook}", StringComparison.Ordinal);
        Assert.DoesNotContain(webhook.Secrets[0].Value.Reveal(), $"{webhook} {webhook.Secrets[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_OfAnotherTenant_IsNotFound()
    {
        await _world.Rig.AddTenantAsync("other");
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        var other = WebhookRig.Caller("other");

        Assert.Null(await Desk.FindAsync("other", webhook.Id, _cancellation));
        Assert.Equal(
            RefusalKind.NotFound,
            (await Desk.ReplaceAsync(other, webhook.Id, new(Url, WebhookEventTypes.All), null, _cancellation)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await Desk.RotateSecretAsync(other, webhook.Id, default, null, _cancellation)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await Desk.DeleteAsync(other, webhook.Id, null, _cancellation)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await Desk.TestAsync(other, webhook.Id, _cancellation)).Refusal?.Kind);
        Assert.Equal(RefusalKind.NotFound, (await Desk.ReplayAsync(other, webhook.Id, "x", _cancellation)).Refusal?.Kind);
        Assert.Equal(
            RefusalKind.NotFound, (await Desk.ReplayFailedAsync(other, webhook.Id, default, _cancellation)).Refusal?.Kind);
    }

    [Fact]
    public async Task Replace_OfAnOldVersion_IsRefused()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        var draft = new WebhookDraft("https://new.example/", [WebhookEventTypes.SessionEnded], "new");

        var first = await Desk.ReplaceAsync(Caller, webhook.Id, draft, 1, _cancellation);
        var second = await Desk.ReplaceAsync(Caller, webhook.Id, draft, 1, _cancellation);

        Assert.Equal(2, first.Value?.Version);
        Assert.Equal("https://new.example/", first.Value?.Value.Url);
        Assert.Equal(webhook.Secrets[0].Value.Reveal(), first.Value?.Value.Secrets[0].Value.Reveal());
        Assert.Equal(RefusalKind.Changed, second.Refusal?.Kind);
    }

    [Fact]
    public async Task Rotation_LetsBothSecretsSignUntilTheOverlapIsOver()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        await Desk.RotateSecretAsync(Caller, webhook.Id, TimeSpan.FromHours(24), null, _cancellation);
        await _world.Rig.TellAsync();
        await _world.Rig.SendAsync();
        _world.Time.Advance(TimeSpan.FromHours(24));
        await _world.Rig.TellAsync();
        await _world.Rig.SendAsync();

        Assert.Equal([2, 1], _world.Receiver.Received.Select(one => one.Signature.Split(' ').Length));
        Assert.Equal(
            RefusalKind.Invalid,
            (await Desk.RotateSecretAsync(Caller, webhook.Id, TimeSpan.FromDays(31), null, _cancellation)).Refusal?.Kind);
    }

    [Fact]
    public async Task Rotation_WithoutOverlap_EndsTheOldSecretAtOnce()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);

        var rotated = await Desk.RotateSecretAsync(Caller, webhook.Id, TimeSpan.Zero, null, _cancellation);

        var secret = Assert.Single(rotated.Value!.Value.Secrets);
        Assert.NotEqual(webhook.Secrets[0].Value.Reveal(), secret.Value.Reveal());
    }

    [Fact]
    public async Task Delete_TakesTheDeliveriesAlong()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        await _world.Rig.TellAsync();

        Assert.True((await Desk.DeleteAsync(Caller, webhook.Id, null, _cancellation)).IsDone);
        await _world.Rig.SendAsync();

        Assert.DoesNotContain(_world.Store.All, record => record.Key.Kind is RecordKinds.Webhook or RecordKinds.Delivery);
        Assert.Empty(_world.Receiver.Received);
    }

    [Fact]
    public async Task Delivery_LeftOverByADeletionThatBroke_GoesWhenItIsDue()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        await _world.Rig.TellAsync();
        _world.Store.Tamper(new RecordKey(RecordKinds.Webhook, WebhookRig.TenantId, webhook.Id));

        await _world.Rig.SendAsync();

        Assert.DoesNotContain(_world.Store.All, record => record.Key.Kind == RecordKinds.Delivery);
        Assert.Empty(_world.Receiver.Received);
    }

    [Fact]
    public async Task Test_IsSentToTheOneWebhookThoughItIsNotSubscribed()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        await _world.Rig.AddWebhookAsync("https://other.example/");

        var test = await Desk.TestAsync(Caller, webhook.Id, _cancellation);
        await _world.Rig.SendAsync();

        Assert.Contains("\"type\":\"webhook.test\"", Assert.Single(_world.Receiver.Received).Content, StringComparison.Ordinal);
        var delivery = await Desk.FindDeliveryAsync(WebhookRig.TenantId, webhook.Id, test.Value!.Value.Id, _cancellation);
        Assert.Equal(DeliveryStatus.Delivered, delivery?.Status);
    }

    [Fact]
    public async Task Replay_OfADelivery_SendsItAgainUnderTheSameId()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        await _world.Rig.TellAsync();
        var due = await _world.Rig.DeliveryAsync(webhook);
        Assert.Equal(RefusalKind.WrongState, (await Desk.ReplayAsync(Caller, webhook.Id, due.Id, _cancellation)).Refusal?.Kind);
        await _world.Rig.SendAsync();

        Assert.True((await Desk.ReplayAsync(Caller, webhook.Id, due.Id, _cancellation)).IsDone);
        await _world.Rig.SendAsync();

        Assert.Equal(2, _world.Receiver.Received.Count);
        Assert.Equal(_world.Receiver.Received[0].Id, _world.Receiver.Received[1].Id);
        Assert.Equal(2, (await _world.Rig.DeliveryAsync(webhook)).Attempts.Count);
        var elsewhere = await _world.Rig.AddWebhookAsync(Url);
        Assert.Equal(RefusalKind.NotFound, (await Desk.ReplayAsync(Caller, elsewhere.Id, due.Id, _cancellation)).Refusal?.Kind);
    }

    [Fact]
    public async Task Replay_OfAPendingDelivery_SendsItNow()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        _world.Receiver.Answers["good.example"] = static () => new(HttpStatusCode.InternalServerError);
        await _world.Rig.TellAsync();
        await _world.Rig.SendAsync();
        _world.Receiver.Answers.Clear();

        Assert.True((await Desk.ReplayAsync(
            Caller, webhook.Id, (await _world.Rig.DeliveryAsync(webhook)).Id, _cancellation)).IsDone);
        await _world.Rig.SendAsync();

        Assert.Equal(DeliveryStatus.Delivered, (await _world.Rig.DeliveryAsync(webhook)).Status);
    }

    [Fact]
    public async Task ReplayFailed_SendsWhatFailedSinceATimeAndNothingElse()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        _world.Receiver.Answers["good.example"] = static () => new(HttpStatusCode.Gone);
        await _world.Rig.TellAsync("before");
        await _world.Rig.SendAsync();
        var draft = new WebhookDraft(Url, WebhookEventTypes.All);
        Assert.Equal(RefusalKind.WrongState, (await Desk.ReplayFailedAsync(Caller, webhook.Id, default, _cancellation)).Refusal?.Kind);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var since = _world.Time.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            await Desk.ReplaceAsync(Caller, webhook.Id, draft, null, _cancellation);
            await _world.Rig.TellAsync("after");
            await _world.Rig.SendAsync();
        }

        _world.Receiver.Answers.Clear();
        await Desk.ReplaceAsync(Caller, webhook.Id, draft, null, _cancellation);
        await _world.Rig.TellAsync("good");
        await _world.Rig.SendAsync();

        var replayed = await Desk.ReplayFailedAsync(Caller, webhook.Id, since, _cancellation);
        await _world.Rig.SendAsync();

        Assert.Equal(3, replayed.Value?.Replayed);
        Assert.Equal(
            [DeliveryStatus.Delivered, DeliveryStatus.Delivered, DeliveryStatus.Delivered, DeliveryStatus.Delivered, DeliveryStatus.Failed],
            (await _world.Rig.DeliveriesAsync(webhook)).Select(delivery => delivery.Status));
    }

    [Fact]
    public async Task Deliveries_AreReadPageByPageNewestFirst()
    {
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        await _world.Rig.AddWebhookAsync("https://other.example/");
        for (var i = 0; i < 5; i++)
        {
            await _world.Rig.TellAsync();
        }

        var page = new RecordQuery(RecordKinds.Delivery, WebhookRig.TenantId) { Descending = true, Limit = 3 };
        var first = await Desk.DeliveriesAsync(WebhookRig.TenantId, webhook.Id, page, _cancellation);
        var second = await Desk.DeliveriesAsync(WebhookRig.TenantId, webhook.Id, page with { After = first.Next }, _cancellation);

        var ids = first.Values.Concat(second.Values).Select(stored => stored.Value.Id).ToList();
        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(ids.OrderDescending(StringComparer.Ordinal), ids);
        Assert.Null(second.Next);
    }
}
