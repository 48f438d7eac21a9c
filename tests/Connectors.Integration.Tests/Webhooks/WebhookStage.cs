using System.Collections.Concurrent;
using Connectors.Core.Outgoing;
using Connectors.Core.Webhooks;
using Connectors.Integration.Tests.Outgoing;
using Connectors.Storage.Sqlite;
using Connectors.Testing;
using Microsoft.AspNetCore.Http;

namespace Connectors.Integration.Tests.Webhooks;

/// <summary>
/// Webhooks over a real database, through the real guard, to a receiver on a real socket; 127.0.0.2 stands for a public
/// address, and 127.0.0.1 must never be reached.
/// </summary>
internal sealed class WebhookStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-webhooks-");
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();
    private readonly AddressPolicy _policy = new(AddressPolicy.Parse(["127.0.0.2"], Assert.Fail));
    private readonly List<(SqliteDatabase Database, HttpMessageInvoker Http)> _nodes = [];
    private TwoFacedHost _host = null!;

    public FakeTime Time { get; } = new();

    public string Folder => _folder.FullName;

    public FakeResolver Resolver { get; set; } = new(["127.0.0.2"]);

    public IReadOnlyList<ReceivedWebhook> Received => [.. _received];

    public int Port => _host.Port;

    public string Url => $"http://receiver.test:{Port}/hooks";

    /// <summary>Starts a receiver; what it got is kept before it answers.</summary>
    public static async Task<WebhookStage> StartAsync(RequestDelegate answer)
    {
        var stage = new WebhookStage();
        stage._host = await TwoFacedHost.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            stage._received.Enqueue(new(
                context.Request.Path, context.Request.Headers["webhook-id"]!, context.Request.Headers["webhook-timestamp"]!,
                context.Request.Headers["webhook-signature"]!, await reader.ReadToEndAsync(context.RequestAborted)));
            await answer(context);
        });
        return stage;
    }

    /// <summary>A node with a database connection of its own, as another process would have.</summary>
    public WebhookRig NewNode()
    {
        var database = SqliteDatabase.Open(new() { Path = Path.Combine(_folder.FullName, "records.db") });
        var http = new OutgoingGuard(_policy, Resolver, Time).CreateInvoker(65_536);
        _nodes.Add((database, http));
        return new(new SqliteRecordStore(database), Time, http, new(_policy, allowInsecure: true));
    }

    /// <summary>A node with a tenant, its webhook, and an event on its way.</summary>
    public async Task<(WebhookRig Node, Webhook Webhook)> TellAsync(string? url = null)
    {
        var node = NewNode();
        await node.AddTenantAsync();
        var webhook = await node.AddWebhookAsync(url ?? Url);
        await node.TellAsync();
        return (node, webhook);
    }

    /// <summary>The only attempt at the only delivery.</summary>
    public static async Task<DeliveryAttempt> AttemptAsync(WebhookRig node, Webhook webhook) =>
        Assert.Single((await node.DeliveryAsync(webhook)).Attempts);

    public async ValueTask DisposeAsync()
    {
        Assert.False(_host.CanaryWasReached);
        foreach (var (database, http) in _nodes)
        {
            await database.DisposeAsync();
            http.Dispose();
        }

        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
