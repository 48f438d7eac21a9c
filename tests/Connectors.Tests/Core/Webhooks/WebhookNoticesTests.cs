using System.Text.Json;
using Connectors.Core.Outgoing;
using Connectors.Core.Sessions;
using Connectors.Core.Webhooks;
using Connectors.Testing;

namespace Connectors.Tests.Core.Webhooks;

public sealed class WebhookNoticesTests : IDisposable
{
    private static readonly SessionEnd End = SessionEnd.For(SessionEndReasons.UserLeft);

    private readonly FakeTime _time = new();
    private readonly InMemoryRecordStore _store = new();
    private readonly ScriptedReceiver _receiver = new();
    private readonly HttpMessageInvoker _http;
    private readonly WebhookRig _rig;

    public WebhookNoticesTests()
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
    public async Task EveryNotice_BecomesTheEventOfItsKind()
    {
        await _rig.AddTenantAsync();
        await _rig.AddWebhookAsync("https://good.example/hooks");
        var notices = new WebhookNotices(_rig.Outbox);
        foreach (var notice in new SessionNotice[]
        {
            new SessionNotice.Started(WebhookRig.TenantId, "s", _time.GetUtcNow()),
            new SessionNotice.Ended(WebhookRig.TenantId, "s", _time.GetUtcNow(), End),
            new SessionNotice.Failed(WebhookRig.TenantId, "s", _time.GetUtcNow(), End),
            new SessionNotice.TranscriptReady(WebhookRig.TenantId, "s", _time.GetUtcNow()),
            new SessionNotice.CredentialFailing(WebhookRig.TenantId, "c", _time.GetUtcNow(), "key-refused"),
        })
        {
            var writes = await notices.PrepareAsync(notice, TestContext.Current.CancellationToken);
            Assert.Null(await _store.WriteAsync(writes, TestContext.Current.CancellationToken));
        }

        var told = await _rig.Records.Deliveries.ListAsync(WebhookRig.TenantId, null, TestContext.Current.CancellationToken);
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
