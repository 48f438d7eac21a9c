using Connectors.Core.Auditing;
using Connectors.Core.Outgoing;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Core.Vault;
using Connectors.Core.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Testing;

/// <summary>Webhooks of a tenant over a store, put together as a node does.</summary>
internal sealed class WebhookRig
{
    public const string TenantId = "tenant";

    private readonly TimeProvider _time;
    private readonly TenancyRecords _tenants;
    private readonly FakeAudit _audit;
    private readonly WebhookClient _client;

    public WebhookRig(IRecordStore store, TimeProvider time, HttpMessageInvoker http, UrlRules rules)
    {
        _time = time;
        var vault = new FakeVault();
        var ids = new IdSource(time);
        _audit = new(store);
        _tenants = new(store, vault, NullLoggerFactory.Instance);
        _client = new(http, rules, time);
        Store = store;
        Records = new(store, vault, NullLoggerFactory.Instance);
        Outbox = new(Records, ids, time);
        Desk = new(new(store, _tenants, _audit, ids, time), Records, Outbox, rules);
        Sender = NewSender();
    }

    public IRecordStore Store { get; }

    public WebhookRecords Records { get; }

    public WebhookOutbox Outbox { get; }

    public WebhookDesk Desk { get; }

    public WebhookSender Sender { get; }

    public IReadOnlyList<string> Audited => _audit.Actions;

    public static Caller Caller(string tenantId = TenantId) => new(tenantId, "key:1", "127.0.0.1");

    /// <summary>One more node over the same store.</summary>
    public WebhookSender NewSender() =>
        new(Records, new(Records, _tenants, _audit, _time), _client, _time, NullLogger<WebhookSender>.Instance);

    public async Task AddTenantAsync(string tenantId = TenantId, TenantQuotas? quotas = null, TenantRetention? retention = null)
    {
        var tenant = new Tenant
        {
            Id = tenantId,
            Name = tenantId,
            Quotas = quotas ?? new(),
            Retention = retention ?? new(),
            CreatedAt = _time.GetUtcNow(),
            UpdatedAt = _time.GetUtcNow(),
        };
        Assert.Null(await Store.WriteAsync([await _tenants.Tenants.AddAsync(tenant, Cancellation)], Cancellation));
    }

    public async Task<Webhook> AddWebhookAsync(string url, string tenantId = TenantId, params string[] events)
    {
        var made = await Desk.CreateAsync(
            Caller(tenantId), new(url, events.Length == 0 ? WebhookEventTypes.All : events), Cancellation);
        Assert.True(made.IsDone, made.Refusal?.Message);
        return made.Value.Value;
    }

    public async Task TellAsync(WebhookEvent told)
    {
        var writes = await Outbox.PrepareAsync(told, Cancellation);
        Assert.Null(await Store.WriteAsync(writes, Cancellation));
    }

    public Task TellAsync(string sessionId = "session", string tenantId = TenantId) =>
        TellAsync(WebhookEvent.SessionStarted(tenantId, sessionId, _time.GetUtcNow()));

    /// <summary>One round and the end of all that it began.</summary>
    public async Task SendAsync(WebhookSender? sender = null)
    {
        await (sender ?? Sender).RoundAsync(CancellationToken.None, Cancellation);
        await (sender ?? Sender).Running;
    }

    public async Task<IReadOnlyList<WebhookDelivery>> DeliveriesAsync(Webhook webhook) =>
        [.. (await Desk.DeliveriesAsync(webhook.TenantId, webhook.Id, null, Cancellation)).Values.Select(stored => stored.Value)];

    public async Task<WebhookDelivery> DeliveryAsync(Webhook webhook) => Assert.Single(await DeliveriesAsync(webhook));

    public async Task<Webhook> ReadAsync(Webhook webhook) =>
        (await Desk.FindAsync(webhook.TenantId, webhook.Id, Cancellation))!.Value;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Turns every byte over, and opens only what belongs to the name.</summary>
    private sealed class FakeVault : IVault
    {
        public ValueTask<byte[]> SealAsync(SealedName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            ValueTask.FromResult<byte[]>([Mark(name), .. content.ToArray().Select(b => (byte)~b)]);

        public ValueTask<byte[]?> OpenAsync(SealedName name, ReadOnlyMemory<byte> box, CancellationToken cancellationToken) =>
            ValueTask.FromResult(box.Span[0] == Mark(name) ? box[1..].ToArray().Select(b => (byte)~b).ToArray() : null);

        public Task RotateAsync(string tenantId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DestroyAsync(string tenantId, CancellationToken cancellationToken) => Task.CompletedTask;

        private static byte Mark(SealedName name) => (byte)name.ToString().Sum(c => c);
    }

    /// <summary>Writes the changes, and remembers what was told of them.</summary>
    private sealed class FakeAudit(IRecordStore store) : IAuditLog
    {
        private readonly List<string> _actions = [];

        public IReadOnlyList<string> Actions
        {
            get
            {
                lock (_actions)
                {
                    return [.. _actions];
                }
            }
        }

        public async Task<RecordKey?> WriteAsync(
            AuditEvent audited, IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken)
        {
            var unmet = await store.WriteAsync(writes, cancellationToken);
            lock (_actions)
            {
                if (unmet is null)
                {
                    _actions.Add(audited.Action);
                }
            }

            return unmet;
        }
    }
}
