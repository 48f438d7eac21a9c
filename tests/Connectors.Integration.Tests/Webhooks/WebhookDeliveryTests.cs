using System.Globalization;
using System.Text;
using Connectors.Core.Tenancy;
using Connectors.Core.Webhooks;
using Connectors.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Connectors.Integration.Tests.Webhooks;

public sealed class WebhookDeliveryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_ArrivesSignedAtARealReceiver()
    {
        await using var stage = await WebhookStage.StartAsync(static _ => Task.CompletedTask);
        var (node, webhook) = await stage.TellAsync();

        await node.SendAsync();

        var received = Assert.Single(stage.Received);
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(received.Timestamp, CultureInfo.InvariantCulture));
        Assert.Equal("/hooks", received.Path);
        Assert.Equal(
            WebhookSignature.Sign([webhook.Secrets[0].Value], received.Id, at, Encoding.UTF8.GetBytes(received.Content)),
            received.Signature);
        Assert.Equal((AttemptOutcome.Delivered, 200), Told(await WebhookStage.AttemptAsync(node, webhook)));
    }

    [Fact]
    public async Task Outbox_OutlivesARestart()
    {
        await using var stage = await WebhookStage.StartAsync(static _ => Task.CompletedTask);
        var (_, webhook) = await stage.TellAsync();

        var next = stage.NewNode();
        await next.SendAsync();

        Assert.Single(stage.Received);
        Assert.Equal(DeliveryStatus.Delivered, (await next.DeliveryAsync(webhook)).Status);
    }

    [Fact]
    public async Task Node_ThatDiesWhileItSends_IsFollowedByARepeatUnderTheSameId()
    {
        using var hang = new SemaphoreSlim(0);
        await using var stage = await WebhookStage.StartAsync(context => hang.WaitAsync(context.RequestAborted));
        var (dying, webhook) = await stage.TellAsync();
        using var death = new CancellationTokenSource();
        await dying.Sender.RoundAsync(death.Token, _cancellation);
        await UntilAsync(() => stage.Received.Count == 1);
        await death.CancelAsync();
        await dying.Sender.Running.WaitAsync(Limit, TimeProvider.System, _cancellation);
        hang.Release(2);
        var next = stage.NewNode();

        await next.SendAsync();
        Assert.Single(stage.Received);
        stage.Time.Advance(DeliveryBook.Lease);
        await next.SendAsync();

        Assert.Equal(2, stage.Received.Count);
        Assert.Equal(stage.Received[0].Id, stage.Received[1].Id);
        Assert.Equal(DeliveryStatus.Delivered, (await next.DeliveryAsync(webhook)).Status);
    }

    [Fact]
    public async Task Receiver_ThatStalls_IsCutOffAtTheLimit()
    {
        using var hang = new SemaphoreSlim(0);
        await using var stage = await WebhookStage.StartAsync(context => hang.WaitAsync(context.RequestAborted));
        var (node, webhook) = await stage.TellAsync();
        await node.Sender.RoundAsync(CancellationToken.None, _cancellation);
        await UntilAsync(() => stage.Received.Count == 1);

        stage.Time.Advance(WebhookClient.Limit);
        await node.Sender.Running.WaitAsync(Limit, TimeProvider.System, _cancellation);

        Assert.Equal((AttemptOutcome.Timeout, null), Told(await WebhookStage.AttemptAsync(node, webhook)));
    }

    [Fact]
    public async Task Receiver_ThatAnswersTenMegabytes_IsNotListenedTo()
    {
        var cutOff = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = await WebhookStage.StartAsync(async context =>
        {
            await using var aborted = context.RequestAborted.Register(() => cutOff.TrySetResult());
            var block = new byte[65_536];
            try
            {
                for (var written = 0; written < 10_000_000; written += block.Length)
                {
                    await context.Response.Body.WriteAsync(block, context.RequestAborted);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // Cut off while it wrote.
            }

            // What is written after the cut goes nowhere and without a word; one who listened would wait for the end here.
            await cutOff.Task.WaitAsync(Limit, TimeProvider.System, _cancellation);
        });
        var (node, webhook) = await stage.TellAsync();

        await node.SendAsync().WaitAsync(Limit, TimeProvider.System, _cancellation);

        Assert.Equal((AttemptOutcome.Delivered, 200), Told(await WebhookStage.AttemptAsync(node, webhook)));
        await cutOff.Task.WaitAsync(Limit, TimeProvider.System, _cancellation);
    }

    [Fact]
    public async Task Redirect_IsAFailureAndNotFollowed()
    {
        WebhookStage? stage = null;
        await using var started = stage = await WebhookStage.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = $"http://127.0.0.1:{stage!.Port}/";
            return Task.CompletedTask;
        });
        var (node, webhook) = await stage.TellAsync();

        await node.SendAsync();

        Assert.Equal((AttemptOutcome.Status, 307), Told(await WebhookStage.AttemptAsync(node, webhook)));
        Assert.Equal(DeliveryStatus.Pending, (await node.DeliveryAsync(webhook)).Status);
        Assert.Single(stage.Received);
    }

    [Fact]
    public async Task Name_ThatLeadsInside_IsRefusedInWords()
    {
        await using var stage = await WebhookStage.StartAsync(static _ => Task.CompletedTask);
        stage.Resolver = new(["127.0.0.1"]);
        var (node, webhook) = await stage.TellAsync();

        await node.SendAsync();

        var attempt = await WebhookStage.AttemptAsync(node, webhook);
        Assert.Equal(AttemptOutcome.AddressRefused, attempt.Outcome);
        Assert.Equal("The address of 'receiver.test' is in the loopback range, which this server doesn't allow.", attempt.Detail);
        Assert.Empty(stage.Received);
    }

    [Fact]
    public async Task Receiver_ThatIsNotThere_IsUnreachable()
    {
        await using var stage = await WebhookStage.StartAsync(static _ => Task.CompletedTask);
        stage.Resolver = new();
        var (node, webhook) = await stage.TellAsync();

        await node.SendAsync();

        Assert.Equal((AttemptOutcome.Unreachable, null), Told(await WebhookStage.AttemptAsync(node, webhook)));
    }

    [Fact]
    public async Task Service_AsItIsPutTogether_SendsFromItsStartToItsStop()
    {
        await using var stage = await WebhookStage.StartAsync(static _ => Task.CompletedTask);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddConnectors(new ConnectorsOptions
        {
            DataFolder = stage.Folder,
            Outgoing = new() { AllowedRanges = ["127.0.0.2"], AllowInsecure = true },
        });
        using var service = builder.Build();
        await service.StartAsync(_cancellation);
        var desk = service.Services.GetRequiredService<WebhookDesk>();
        var tenant = await service.Services.GetRequiredService<TenantDesk>().CreateAsync(
            Caller.Service(string.Empty), new("tenant", null, null), _cancellation);
        var caller = Caller.Service(tenant.Value!.Value.Id);
        var webhook = await desk.CreateAsync(caller, new($"http://127.0.0.2:{stage.Port}/", WebhookEventTypes.All), _cancellation);

        Assert.True((await desk.TestAsync(caller, webhook.Value!.Value.Id, _cancellation)).IsDone);

        await UntilAsync(() => stage.Received.Count == 1);
        await service.StopAsync(_cancellation).WaitAsync(Limit, TimeProvider.System, _cancellation);
        Assert.Contains("webhook.test", Assert.Single(stage.Received).Content, StringComparison.Ordinal);
    }

    private static (AttemptOutcome Outcome, int? Status) Told(DeliveryAttempt attempt) => (attempt.Outcome, attempt.Status);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
        }
    }
}
