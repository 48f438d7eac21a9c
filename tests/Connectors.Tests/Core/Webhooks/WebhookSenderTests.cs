using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Webhooks;
using Connectors.Testing;

namespace Connectors.Tests.Core.Webhooks;

public sealed class WebhookSenderTests : IDisposable
{
    private const string Url = "https://good.example/hooks";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly WebhookWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Event_ThatAWebhookWants_ArrivesSignedAndIsLogged()
    {
        var webhook = await StartAsync(Url);
        await _world.Rig.TellAsync(WebhookEvent.SessionEnded(
            WebhookRig.TenantId, "s-1", _world.Time.GetUtcNow(), SessionEnd.For(SessionEndReasons.UserLeft)));
        _world.Time.Advance(TimeSpan.FromSeconds(3));

        await _world.Rig.SendAsync();

        var received = Assert.Single(_world.Receiver.Received);
        Assert.Equal("application/json", received.MediaType);
        Assert.Equal(
            """{"type":"session.ended","timestamp":"2026-01-01T00:00:00+00:00","data":{"session_id":"s-1","result":"completed","""
            + "\"ended_by\":\"user\",\"reason\":\"user-left\"}}",
            received.Content);
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(received.Timestamp, CultureInfo.InvariantCulture));
        Assert.Equal(FakeTime.Start.AddSeconds(3), at);
        Assert.Equal(
            WebhookSignature.Sign([webhook.Secrets[0].Value], received.Id, at, Encoding.UTF8.GetBytes(received.Content)),
            received.Signature);
        var delivery = await _world.Rig.DeliveryAsync(webhook);
        Assert.Equal((DeliveryStatus.Delivered, received.Id), (delivery.Status, delivery.MessageId));
        Assert.Equal([new DeliveryAttempt(at, 0, AttemptOutcome.Delivered, 200)], delivery.Attempts);
    }

    [Fact]
    public async Task Event_OfOneTenant_GoesToItsWebhooksThatWantItAndShareTheMessageId()
    {
        await _world.Rig.AddTenantAsync();
        await _world.Rig.AddTenantAsync("other");
        await _world.Rig.AddWebhookAsync("https://one.example/");
        await _world.Rig.AddWebhookAsync("https://two.example/", events: [WebhookEventTypes.SessionStarted]);
        await _world.Rig.AddWebhookAsync("https://three.example/", events: [WebhookEventTypes.SessionEnded]);
        await _world.Rig.AddWebhookAsync("https://four.example/", "other");
        var off = await _world.Rig.AddWebhookAsync("https://five.example/");
        await _world.Rig.Desk.ReplaceAsync(WebhookRig.Caller(), off.Id, new(off.Url, off.Events, Enabled: false), null, _cancellation);

        await _world.Rig.TellAsync();
        await _world.Rig.SendAsync();

        Assert.Equal(["one.example", "two.example"], _world.Receiver.Received.Select(one => one.Host).Order(StringComparer.Ordinal));
        Assert.Single(_world.Receiver.Received.Select(one => one.Id).Distinct());
    }

    [Fact]
    public async Task Batch_WhoseOtherPartFails_TellsNobody()
    {
        await StartAsync(Url);
        var writes = await _world.Rig.Outbox.PrepareAsync(
            WebhookEvent.SessionStarted(WebhookRig.TenantId, "s", _world.Time.GetUtcNow()), _cancellation);
        var missing = new RecordWrite.Remove(new(RecordKinds.Usage, WebhookRig.TenantId, "none"), Version: 1);

        Assert.NotNull(await _world.Store.WriteAsync([.. writes, missing], _cancellation));
        await _world.Rig.SendAsync();

        Assert.Empty(_world.Receiver.Received);
    }

    [Fact]
    public async Task Receiver_ThatFailsForDays_IsTriedTenTimesUnderTheSameIdAndThenGivenUp()
    {
        var webhook = await StartAsync(Url);
        _world.Receiver.Answers["good.example"] = static () => new(HttpStatusCode.InternalServerError);
        await _world.Rig.TellAsync();

        var pauses = new List<TimeSpan>();
        await _world.Rig.SendAsync();
        while (await _world.Rig.DeliveryAsync(webhook) is { Status: DeliveryStatus.Pending } waiting)
        {
            var pause = waiting.Due - _world.Time.GetUtcNow();
            pauses.Add(pause);
            _world.Time.Advance(pause - TimeSpan.FromMilliseconds(2));
            await _world.Rig.SendAsync();
            Assert.Equal(pauses.Count, _world.Receiver.Received.Count);
            _world.Time.Advance(TimeSpan.FromMilliseconds(2));
            await _world.Rig.SendAsync();
            Assert.Equal(pauses.Count + 1, _world.Receiver.Received.Count);
        }

        Assert.Equal(RetrySchedule.Delays.Count, pauses.Count);
        Assert.All(pauses.Zip(RetrySchedule.Delays), pair => Assert.InRange(pair.First, pair.Second, pair.Second * 1.2));
        var delivery = await _world.Rig.DeliveryAsync(webhook);
        Assert.Equal(DeliveryStatus.Failed, delivery.Status);
        Assert.Equal(10, delivery.Attempts.Count(attempt => attempt is { Outcome: AttemptOutcome.Status, Status: 500 }));
        Assert.Equal(10, _world.Receiver.Received.Select(one => (one.Id, one.Signature)).Distinct().Count());
        Assert.All(_world.Receiver.Received, one => Assert.Equal(delivery.MessageId, one.Id));
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent, DeliveryStatus.Delivered, AttemptOutcome.Delivered)]
    [InlineData(HttpStatusCode.Found, DeliveryStatus.Pending, AttemptOutcome.Status)]
    [InlineData(HttpStatusCode.NotModified, DeliveryStatus.Pending, AttemptOutcome.Status)]
    [InlineData(HttpStatusCode.BadRequest, DeliveryStatus.Pending, AttemptOutcome.Status)]
    [InlineData(HttpStatusCode.Gone, DeliveryStatus.Failed, AttemptOutcome.Gone)]
    public async Task Answer_ByItsStatus_DecidesAndIsLogged(HttpStatusCode status, DeliveryStatus after, AttemptOutcome outcome)
    {
        var webhook = await StartAsync(Url);
        _world.Receiver.Answers["good.example"] = () => new(status) { Headers = { Location = new("https://other.example/") } };
        await _world.Rig.TellAsync();

        await _world.Rig.SendAsync();

        var delivery = await _world.Rig.DeliveryAsync(webhook);
        Assert.Equal(after, delivery.Status);
        Assert.Equal((outcome, (int)status), (delivery.Attempts[0].Outcome, delivery.Attempts[0].Status));
        Assert.Single(_world.Receiver.Received);
    }

    [Fact]
    public async Task Receiver_ThatIsGone_IsDisabledAndItsOtherDeliveriesGivenUp()
    {
        var webhook = await StartAsync(Url);
        _world.Receiver.Answers["good.example"] = static () => new(HttpStatusCode.Gone);
        await _world.Rig.TellAsync();
        await _world.Rig.SendAsync();
        await _world.Rig.TellAsync("later");

        Assert.Equal(WebhookDisabling.Gone, (await _world.Rig.ReadAsync(webhook)).Disabled);
        Assert.Single(await _world.Rig.DeliveriesAsync(webhook));
        Assert.Contains("webhook.disable", _world.Rig.Audited);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, 600)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 600)]
    [InlineData(HttpStatusCode.InternalServerError, 5)]
    public async Task RetryAfter_OfABusyReceiver_IsHonoured(HttpStatusCode status, int seconds)
    {
        var webhook = await StartAsync(Url);
        _world.Receiver.Answers["good.example"] = () => new(status)
        {
            Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(600)) },
        };
        await _world.Rig.TellAsync();

        await _world.Rig.SendAsync();

        var pause = (await _world.Rig.DeliveryAsync(webhook)).Due - _world.Time.GetUtcNow();
        Assert.InRange(pause.TotalSeconds, seconds, seconds * 1.2);
    }

    [Fact]
    public async Task Receiver_ThatNeverAnswers_IsGivenFifteenSeconds()
    {
        var webhook = await StartAsync(Url);
        _world.Receiver.Stall("good.example");
        await _world.Rig.TellAsync();
        await _world.Rig.Sender.RoundAsync(CancellationToken.None, _cancellation);
        await UntilAsync(() => _world.Receiver.Received.Count == 1);

        _world.Time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(_world.Rig.Sender.Running.IsCompleted);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.Rig.Sender.Running.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, _cancellation);

        var attempt = Assert.Single((await _world.Rig.DeliveryAsync(webhook)).Attempts);
        Assert.Equal((AttemptOutcome.Timeout, 15_000), (attempt.Outcome, attempt.Milliseconds));
        Assert.NotNull((await _world.Rig.ReadAsync(webhook)).FailingSince);
    }

    [Fact]
    public async Task Address_ThatIsNoLongerAllowed_FailsInWordsWithoutBeingAsked()
    {
        var webhook = await StartAsync(Url);
        var stored = (await _world.Rig.Records.Webhooks.FindAsync(webhook.TenantId, webhook.Id, _cancellation))!;
        var moved = stored with { Value = webhook with { Url = "https://10.0.0.1/" } };
        await _world.Store.WriteAsync([await _world.Rig.Records.Webhooks.ReplaceAsync(moved, _cancellation)], _cancellation);
        await _world.Rig.TellAsync();

        await _world.Rig.SendAsync();

        var attempt = Assert.Single((await _world.Rig.DeliveryAsync(webhook)).Attempts);
        Assert.Equal(AttemptOutcome.AddressRefused, attempt.Outcome);
        Assert.Contains("a private range", attempt.Detail, StringComparison.Ordinal);
        Assert.Empty(_world.Receiver.Received);
    }

    [Fact]
    public async Task Webhook_ThatFailsForFiveDaysWithoutASuccess_IsDisabled()
    {
        var webhook = await StartAsync(Url);
        _world.Receiver.Answers["good.example"] = static () => new(HttpStatusCode.BadGateway);
        for (var day = 0; day < 5; day++)
        {
            await _world.Rig.TellAsync($"s-{day}");
            await _world.Rig.SendAsync();
            Assert.Null((await _world.Rig.ReadAsync(webhook)).Disabled);
            _world.Time.Advance(TimeSpan.FromDays(1));
        }

        await _world.Rig.TellAsync("s-5");
        await _world.Rig.SendAsync();
        await _world.Rig.SendAsync();

        Assert.Equal(WebhookDisabling.Failing, (await _world.Rig.ReadAsync(webhook)).Disabled);
    }

    [Fact]
    public async Task Webhook_ThatSucceedsInBetween_BeginsAnew()
    {
        var webhook = await StartAsync(Url);
        _world.Receiver.Answers["good.example"] = static () => new(HttpStatusCode.BadGateway);
        await _world.Rig.TellAsync();
        await _world.Rig.SendAsync();
        Assert.Equal(FakeTime.Start, (await _world.Rig.ReadAsync(webhook)).FailingSince);
        _world.Receiver.Answers.Clear();
        _world.Time.Advance(TimeSpan.FromSeconds(6));
        await _world.Rig.SendAsync();

        Assert.Null((await _world.Rig.ReadAsync(webhook)).FailingSince);
        Assert.Equal(DeliveryStatus.Delivered, (await _world.Rig.DeliveryAsync(webhook)).Status);
    }

    [Fact]
    public async Task Delivery_ThatIsSettled_IsKeptAsTheTenantDecides()
    {
        await _world.Rig.AddTenantAsync(retention: new() { DeliveryDays = 3 });
        var webhook = await _world.Rig.AddWebhookAsync(Url);
        await _world.Rig.TellAsync();
        await _world.Rig.SendAsync();

        _world.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        await _world.Rig.SendAsync();
        Assert.Single(await _world.Rig.DeliveriesAsync(webhook));
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.Rig.SendAsync();
        Assert.Empty(await _world.Rig.DeliveriesAsync(webhook));
        Assert.Single(_world.Receiver.Received);
    }

    [Fact]
    public async Task Record_ThatCantBeRead_DoesNotStandInTheWay()
    {
        var webhook = await StartAsync(Url);
        await _world.Rig.TellAsync("damaged");
        var record = _world.Store.All.Single(one => one.Key.Kind == RecordKinds.Delivery);
        _world.Store.Tamper(record with { Body = new byte[] { 1, 2, 3 } });
        await _world.Rig.TellAsync("good");

        await _world.Rig.SendAsync();
        await _world.Rig.SendAsync();

        using var told = JsonDocument.Parse(Assert.Single(_world.Receiver.Received).Content);
        Assert.Equal("good", told.RootElement.GetProperty("data").GetProperty("session_id").GetString());
        Assert.Empty(await _world.Store.ListDueAsync(RecordKinds.Delivery, _world.Time.GetUtcNow(), 10, _cancellation));
        Assert.Single(await _world.Rig.DeliveriesAsync(webhook));
    }

    private async Task<Webhook> StartAsync(string url)
    {
        await _world.Rig.AddTenantAsync();
        return await _world.Rig.AddWebhookAsync(url);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var limit = 0; !holds() && limit < 20_000; limit++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
