using System.Collections.Concurrent;
using System.Diagnostics;
using Connectors.Core.Telemetry;

namespace Connectors.Grains.Tests;

/// <summary>
/// What whoever listens as the OpenTelemetry SDK does sees of Orleans and of us, by the names of docs/10-cluster.md. The first node has
/// less room, so that sessions are on the second one.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class TelemetryTests
{
    private const string OrleansMeter = "Microsoft.Orleans";
    private const string Calls = "Microsoft.Orleans.Application";
    private const string Lifecycle = "Microsoft.Orleans.Lifecycle";
    private const string Caller = "caller";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Call_ThroughAnotherNode_IsOneTrace()
    {
        using var traces = new TraceLog(Calls, Lifecycle, Caller);
        using var source = new ActivitySource(Caller);
        await using var cluster = await Cluster.StartAsync(2, 20);
        await cluster.TalkAsync(cluster.Nodes[0], "s-0");
        Assert.Same(cluster.Nodes[1], cluster.Of("s-0"));

        var call = source.StartActivity("find", ActivityKind.Server)!;
        Assert.NotNull(await cluster.Nodes[0].Host.FindAsync("s-0", Cancellation));
        call.Stop();

        var trace = traces.Of(call.TraceId);
        var client = Assert.Single(trace, activity => activity.Source.Name == Calls && activity.Kind == ActivityKind.Client);
        var server = Assert.Single(trace, activity => activity.Source.Name == Calls && activity.Kind == ActivityKind.Server);
        Assert.Equal((call.SpanId, client.SpanId), (client.ParentSpanId, server.ParentSpanId));
        Assert.Equal("ISessionGrain/FindAsync", server.DisplayName);
        Assert.Equal("session/s-0", server.GetTagItem("orleans.rpc.target_id"));
        Assert.EndsWith(cluster.Nodes[0].Id, (string)server.GetTagItem("orleans.rpc.source_id")!, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Start_ThroughAnotherNode_HasInItsTraceWhatTheOtherNodeDoesForIt()
    {
        using var traces = new TraceLog(Calls, Lifecycle, Caller);
        using var source = new ActivitySource(Caller);
        await using var cluster = await Cluster.StartAsync(2, 20);
        var inside = new ConcurrentQueue<ActivityContext>();
        cluster.Nodes[1].Connector.Preparing = _ =>
        {
            inside.Enqueue(Activity.Current?.Context ?? default);
            return null;
        };

        var call = source.StartActivity("start", ActivityKind.Server)!;
        await cluster.TalkAsync(cluster.Nodes[0], "s-0");
        call.Stop();

        var trace = traces.Of(call.TraceId);
        var server = Assert.Single(
            trace, activity => activity is { Kind: ActivityKind.Server, DisplayName: "ISessionGrain/StartAsync" });
        Assert.Contains(trace, activity => activity.Source.Name == Lifecycle && activity.DisplayName == "activate grain");
        var ours = Assert.Single(inside);
        Assert.Equal((call.TraceId, server.SpanId), (ours.TraceId, ours.SpanId));
    }

    [Fact(Timeout = 120_000)]
    public async Task Figures_OfOrleansAndOfUs_AreOfOneProcess()
    {
        using var figures = new FigureLog(OrleansMeter, ConnectorsTelemetry.MeterName);
        await using var cluster = await Cluster.StartAsync(2, 20);
        await cluster.TalkAsync(cluster.Nodes[0], "s-0");
        figures.Look();

        Assert.True(figures[OrleansMeter, "orleans-app-requests-latency"] > 0);
        Assert.True(figures[OrleansMeter, "orleans-messaging-sent-messages-size"] > 0);
        Assert.True(figures[OrleansMeter, "orleans-grains"] >= 1);
        Assert.True(figures[ConnectorsTelemetry.MeterName, "connectors.session.started"] >= 1);
        Assert.True(figures[ConnectorsTelemetry.MeterName, "connectors.session.live"] >= 1);
    }
}
