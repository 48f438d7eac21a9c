using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Webhooks;
using Connectors.Testing;

namespace Connectors.Tests.Core.Webhooks;

public sealed class WebhookNoticesTests : IDisposable
{
    private static readonly SessionEnd End = SessionEnd.For(SessionEndReasons.UserLeft);

    private readonly WebhookWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task EveryNotice_BecomesTheEventOfItsKind()
    {
        await _world.Rig.AddTenantAsync();
        await _world.Rig.AddWebhookAsync("https://good.example/hooks");
        var notices = new WebhookNotices(_world.Rig.Outbox);
        foreach (var notice in new SessionNotice[]
        {
            new SessionNotice.Started(WebhookRig.TenantId, "s", _world.Time.GetUtcNow()),
            new SessionNotice.Ended(WebhookRig.TenantId, "s", _world.Time.GetUtcNow(), End),
            new SessionNotice.Failed(WebhookRig.TenantId, "s", _world.Time.GetUtcNow(), End),
            new SessionNotice.TranscriptReady(WebhookRig.TenantId, "s", _world.Time.GetUtcNow()),
            new SessionNotice.CredentialFailing(WebhookRig.TenantId, "c", _world.Time.GetUtcNow(), "key-refused"),
        })
        {
            var writes = await notices.PrepareAsync(notice, TestContext.Current.CancellationToken);
            Assert.Null(await _world.Store.WriteAsync(writes, TestContext.Current.CancellationToken));
        }

        var told = await _world.Rig.Records.Deliveries.ListAsync(WebhookRig.TenantId, null, TestContext.Current.CancellationToken);
        Assert.Equal(WebhookEventTypes.All, told.Values.Select(delivery => delivery.Value.EventType));
        Assert.Equal(
            ["s", "s", "s", "s", null],
            told.Values.Select(delivery => Member(delivery.Value.Payload, "session_id")));
        Assert.Equal("user-left", Member(told.Values[1].Value.Payload, "reason"));
        Assert.Equal("c", Member(told.Values[4].Value.Payload, "credential_id"));
    }

    private static string? Member(string payload, string name) =>
        JsonDocument.Parse(payload).RootElement.GetProperty("data").TryGetProperty(name, out var member) ? member.GetString() : null;
}
