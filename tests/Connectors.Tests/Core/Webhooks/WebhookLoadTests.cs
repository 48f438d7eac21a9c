using System.Globalization;
using System.Net;
using Connectors.Core.Outgoing;
using Connectors.Core.Records;
using Connectors.Core.Webhooks;
using Connectors.Testing;

namespace Connectors.Tests.Core.Webhooks;

/// <summary>Many deliveries, several nodes, and nodes that die.</summary>
public sealed class WebhookLoadTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTime _time = new();
    private readonly InMemoryRecordStore _store = new();
    private readonly ScriptedReceiver _receiver = new();
    private readonly HttpMessageInvoker _http;
    private readonly WebhookRig _rig;

    public WebhookLoadTests()
    {
        _http = new(_receiver);
        _rig = new(_store, _time, _http, new(AddressPolicy.PublicOnly, allowInsecure: false));
    }

    public void Dispose()
    {
        _http.Dispose();
        _receiver.Dispose();
    }

    [Fact]
    public async Task DeadReceivers_OfOneTenant_NeverDelayAnother()
    {
        await _rig.AddTenantAsync();
        await _rig.AddTenantAsync("other");
        for (var i = 0; i < 20; i++)
        {
            var host = string.Create(CultureInfo.InvariantCulture, $"dead-{i}.example");
            await _rig.AddWebhookAsync($"https://{host}/");
            _receiver.Stall(host);
        }

        await _rig.AddWebhookAsync("https://good.example/", "other");
        for (var i = 0; i < 10; i++)
        {
            await _rig.TellAsync();
        }

        await _rig.TellAsync(tenantId: "other");

        // 200 deliveries stand before the one that counts; the clock stands still meanwhile.
        for (var round = 0; round < 3; round++)
        {
            await _rig.Sender.RoundAsync(CancellationToken.None, _cancellation);
        }

        await UntilAsync(() => _receiver.To("good.example") == 1);
        Assert.Equal(new SendLimits().Tenant, _receiver.MostAtOnce - 1);
        await FinishAsync();
    }

    [Fact]
    public async Task Receiver_ThatHasManyDeliveries_GetsAllOfThemFourAtOnce()
    {
        await _rig.AddTenantAsync();
        var webhook = await _rig.AddWebhookAsync("https://good.example/");
        for (var i = 0; i < 150; i++)
        {
            await _rig.TellAsync();
        }

        for (var second = 0; second < 60; second++)
        {
            await _rig.SendAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(150, _receiver.Received.Count);
        Assert.Equal(150, _receiver.Received.Select(one => one.Id).Distinct().Count());
        Assert.InRange(_receiver.MostAtOnce, 1, new SendLimits().Webhook);
        var page = new RecordQuery(RecordKinds.Delivery, WebhookRig.TenantId) { Limit = 1_000 };
        var log = await _rig.Desk.DeliveriesAsync(WebhookRig.TenantId, webhook.Id, page, _cancellation);
        Assert.All(log.Values, stored => Assert.Equal(DeliveryStatus.Delivered, stored.Value.Status));
    }

    [Fact]
    public async Task TwoNodes_OverOneStore_SendEachDeliveryOnce()
    {
        await _rig.AddTenantAsync();
        for (var i = 0; i < 8; i++)
        {
            await _rig.AddWebhookAsync(string.Create(CultureInfo.InvariantCulture, $"https://r{i}.example/"));
        }

        await _rig.TellAsync();
        await _rig.TellAsync();
        var other = _rig.NewSender();

        await Task.WhenAll(
            _rig.Sender.RoundAsync(CancellationToken.None, _cancellation), other.RoundAsync(CancellationToken.None, _cancellation));
        await Task.WhenAll(_rig.Sender.Running, other.Running);

        Assert.Equal(16, _receiver.Received.Count);
        Assert.Equal(16, _receiver.Received.Select(one => (one.Host, one.Id)).Distinct().Count());
    }

    [Fact]
    public async Task Node_ThatDiesBetweenSendingAndWriting_IsFollowedByARepeatUnderTheSameId()
    {
        await _rig.AddTenantAsync();
        var webhook = await _rig.AddWebhookAsync("https://good.example/");
        await _rig.TellAsync();
        _receiver.Answers["good.example"] = () =>
        {
            _store.Failure = new IOException("The disk is gone.");
            return new(HttpStatusCode.OK);
        };
        await _rig.SendAsync();
        _store.Failure = null;
        _receiver.Answers.Clear();
        var next = _rig.NewSender();

        _time.Advance(DeliveryBook.Lease - TimeSpan.FromSeconds(1));
        await _rig.SendAsync(next);
        Assert.Single(_receiver.Received);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _rig.SendAsync(next);

        Assert.Equal(2, _receiver.Received.Count);
        Assert.Equal(_receiver.Received[0].Id, _receiver.Received[1].Id);
        Assert.Equal(DeliveryStatus.Delivered, (await _rig.DeliveryAsync(webhook)).Status);
    }

    [Fact]
    public async Task Loop_SendsWhatComesAndOutlivesAStoreThatFails()
    {
        await _rig.AddTenantAsync();
        await _rig.AddWebhookAsync("https://good.example/");
        using var stop = new CancellationTokenSource();
        _store.Failure = new IOException("The disk is away.");
        var running = _rig.Sender.RunAsync(stop.Token);
        await PassAsync(() => _time.Elapsed > TimeSpan.FromSeconds(30));
        _store.Failure = null;

        await _rig.TellAsync();
        await PassAsync(() => _receiver.Received.Count == 1);

        await stop.CancelAsync();
        await running.WaitAsync(Limit, TimeProvider.System, _cancellation);
    }

    [Fact]
    public async Task Stop_WithAReceiverThatNeverAnswers_EndsWithinItsLimitAndTheNextNodeRepeats()
    {
        await _rig.AddTenantAsync();
        var webhook = await _rig.AddWebhookAsync("https://good.example/");
        _receiver.Stall("good.example");
        await _rig.TellAsync();
        using var stop = new CancellationTokenSource();
        var running = _rig.Sender.RunAsync(stop.Token);
        await UntilAsync(() => _receiver.Received.Count == 1);

        await stop.CancelAsync();
        await PassAsync(() => running.IsCompleted);

        Assert.True(_time.Elapsed <= TimeSpan.FromSeconds(7));
        Assert.Equal(DeliveryStatus.Pending, (await _rig.DeliveryAsync(webhook)).Status);
        _receiver.Resume("good.example");
        _time.Advance(DeliveryBook.Lease);
        await _rig.SendAsync(_rig.NewSender());
        Assert.Equal(DeliveryStatus.Delivered, (await _rig.DeliveryAsync(webhook)).Status);
    }

    private async Task FinishAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(15));
        await _rig.Sender.Running.WaitAsync(Limit, TimeProvider.System, _cancellation);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
        }
    }

    // The loop runs on its own thread here; virtual time passes until it is where it should be.
    private Task PassAsync(Func<bool> holds) => UntilAsync(() =>
    {
        if (holds())
        {
            return true;
        }

        _time.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    });
}
