using System.Globalization;
using System.Net;
using Connectors.Core.Records;
using Connectors.Core.Webhooks;
using Connectors.Testing;

namespace Connectors.Tests.Core.Webhooks;

/// <summary>Many deliveries, several nodes, and nodes that die.</summary>
public sealed class WebhookLoadTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly WebhookWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task DeadReceivers_OfOneTenant_NeverDelayAnother()
    {
        await _world.Rig.AddTenantAsync();
        await _world.Rig.AddTenantAsync("other");
        for (var i = 0; i < 20; i++)
        {
            var host = string.Create(CultureInfo.InvariantCulture, $"dead-{i}.example");
            await _world.Rig.AddWebhookAsync($"https://{host}/");
            _world.Receiver.Stall(host);
        }

        await _world.Rig.AddWebhookAsync("https://good.example/", "other");
        for (var i = 0; i < 10; i++)
        {
            await _world.Rig.TellAsync();
        }

        await _world.Rig.TellAsync(tenantId: "other");

        // 200 deliveries stand before the one that counts; the clock stands still meanwhile.
        for (var round = 0; round < 3; round++)
        {
            await _world.Rig.Sender.RoundAsync(CancellationToken.None, _cancellation);
        }

        await UntilAsync(() => _world.Receiver.To("good.example") == 1);
        Assert.Equal(new SendLimits().Tenant, _world.Receiver.MostAtOnce - 1);
        await FinishAsync();
    }

    [Fact]
    public async Task Receiver_ThatHasManyDeliveries_GetsAllOfThemFourAtOnce()
    {
        await _world.Rig.AddTenantAsync();
        var webhook = await _world.Rig.AddWebhookAsync("https://good.example/");
        for (var i = 0; i < 150; i++)
        {
            await _world.Rig.TellAsync();
        }

        for (var second = 0; second < 60; second++)
        {
            await _world.Rig.SendAsync();
            _world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(150, _world.Receiver.Received.Count);
        Assert.Equal(150, _world.Receiver.Received.Select(one => one.Id).Distinct().Count());
        Assert.InRange(_world.Receiver.MostAtOnce, 1, new SendLimits().Webhook);
        var page = new RecordQuery(RecordKinds.Delivery, WebhookRig.TenantId) { Limit = 1_000 };
        var log = await _world.Rig.Desk.DeliveriesAsync(WebhookRig.TenantId, webhook.Id, page, _cancellation);
        Assert.All(log.Values, stored => Assert.Equal(DeliveryStatus.Delivered, stored.Value.Status));
    }

    [Fact]
    public async Task TwoNodes_OverOneStore_SendEachDeliveryOnce()
    {
        await _world.Rig.AddTenantAsync();
        for (var i = 0; i < 8; i++)
        {
            await _world.Rig.AddWebhookAsync(string.Create(CultureInfo.InvariantCulture, $"https://r{i}.example/"));
        }

        await _world.Rig.TellAsync();
        await _world.Rig.TellAsync();
        var other = _world.Rig.NewSender();

        await Task.WhenAll(
            _world.Rig.Sender.RoundAsync(CancellationToken.None, _cancellation), other.RoundAsync(CancellationToken.None, _cancellation));
        await Task.WhenAll(_world.Rig.Sender.Running, other.Running);

        Assert.Equal(16, _world.Receiver.Received.Count);
        Assert.Equal(16, _world.Receiver.Received.Select(one => (one.Host, one.Id)).Distinct().Count());
    }

    [Fact]
    public async Task Node_ThatDiesBetweenSendingAndWriting_IsFollowedByARepeatUnderTheSameId()
    {
        await _world.Rig.AddTenantAsync();
        var webhook = await _world.Rig.AddWebhookAsync("https://good.example/");
        await _world.Rig.TellAsync();
        _world.Receiver.Answers["good.example"] = () =>
        {
            _world.Store.Failure = new IOException("The disk is gone.");
            return new(HttpStatusCode.OK);
        };
        await _world.Rig.SendAsync();
        _world.Store.Failure = null;
        _world.Receiver.Answers.Clear();
        var next = _world.Rig.NewSender();

        _world.Time.Advance(DeliveryBook.Lease - TimeSpan.FromSeconds(1));
        await _world.Rig.SendAsync(next);
        Assert.Single(_world.Receiver.Received);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.Rig.SendAsync(next);

        Assert.Equal(2, _world.Receiver.Received.Count);
        Assert.Equal(_world.Receiver.Received[0].Id, _world.Receiver.Received[1].Id);
        Assert.Equal(DeliveryStatus.Delivered, (await _world.Rig.DeliveryAsync(webhook)).Status);
    }

    [Fact]
    public async Task Loop_SendsWhatComesAndOutlivesAStoreThatFails()
    {
        await _world.Rig.AddTenantAsync();
        await _world.Rig.AddWebhookAsync("https://good.example/");
        using var stop = new CancellationTokenSource();
        _world.Store.Failure = new IOException("The disk is away.");
        var running = _world.Rig.Sender.RunAsync(stop.Token);
        await PassAsync(() => _world.Time.Elapsed > TimeSpan.FromSeconds(30));
        _world.Store.Failure = null;

        await _world.Rig.TellAsync();
        await PassAsync(() => _world.Receiver.Received.Count == 1);

        await stop.CancelAsync();
        await running.WaitAsync(Limit, TimeProvider.System, _cancellation);
    }

    [Fact]
    public async Task Stop_WithAReceiverThatNeverAnswers_EndsWithinItsLimitAndTheNextNodeRepeats()
    {
        await _world.Rig.AddTenantAsync();
        var webhook = await _world.Rig.AddWebhookAsync("https://good.example/");
        _world.Receiver.Stall("good.example");
        await _world.Rig.TellAsync();
        using var stop = new CancellationTokenSource();
        var running = _world.Rig.Sender.RunAsync(stop.Token);
        await UntilAsync(() => _world.Receiver.Received.Count == 1);

        await stop.CancelAsync();
        await PassAsync(() => running.IsCompleted);

        Assert.True(_world.Time.Elapsed <= TimeSpan.FromSeconds(7));
        Assert.Equal(DeliveryStatus.Pending, (await _world.Rig.DeliveryAsync(webhook)).Status);
        _world.Receiver.Resume("good.example");
        _world.Time.Advance(DeliveryBook.Lease);
        await _world.Rig.SendAsync(_world.Rig.NewSender());
        Assert.Equal(DeliveryStatus.Delivered, (await _world.Rig.DeliveryAsync(webhook)).Status);
    }

    private async Task FinishAsync()
    {
        _world.Time.Advance(TimeSpan.FromSeconds(15));
        await _world.Rig.Sender.Running.WaitAsync(Limit, TimeProvider.System, _cancellation);
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

        _world.Time.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    });
}
