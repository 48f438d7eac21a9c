using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Connectors.Integration.Tests.Telemetry;

/// <summary>
/// A collector that keeps what it gets: OpenTelemetry's protocol over HTTP/1.1, or over gRPC on HTTP/2 without TLS. gRPC by hand: a
/// message is a flag, its length in four bytes and itself; the status is a trailer.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    public const string Grpc = "grpc";
    public const string Http = "http/protobuf";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<OtlpExport> _exports = new();
    private readonly WebApplication _app;
    private Action? _received;

    private OtlpReceiver(string protocol)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = protocol == Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(protocol == Grpc ? TakeGrpcAsync : TakeHttpAsync);
    }

    public IReadOnlyCollection<OtlpExport> Exports => _exports;

    public string Address => _app.Urls.First();

    public static async Task<OtlpReceiver> StartAsync(string protocol)
    {
        var receiver = new OtlpReceiver(protocol);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public IEnumerable<OtlpMetric> Metrics() => Of("metrics").SelectMany(export => export.Metrics());

    public IEnumerable<OtlpSpan> Spans() => Of("trace").SelectMany(export => export.Spans());

    public IEnumerable<OtlpLog> Logs() => Of("logs").SelectMany(export => export.Logs());

    /// <summary>Waits until it has come.</summary>
    public async Task WaitAsync(string what, Func<OtlpReceiver, bool> isThere)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _received = () =>
        {
            if (isThere(this))
            {
                seen.TrySetResult();
            }
        };
        _received();
        await Task.WhenAny(
            seen.Task, Task.Delay(Patience, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.True(isThere(this), $"{what} didn't come.");
        _received = null;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // /v1/traces, /opentelemetry.proto.collector.trace.v1.TraceService/Export and so on.
    private IEnumerable<OtlpExport> Of(string signal) =>
        _exports.Where(export => export.Path.Contains(signal, StringComparison.Ordinal));

    private async Task TakeHttpAsync(HttpContext context)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        Keep(context, await BodyAsync(context));
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task TakeGrpcAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        Keep(context, body.AsSpan(5, (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1))).ToArray());
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private void Keep(HttpContext context, byte[] message)
    {
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _exports.Enqueue(new(context.Request.Path, context.Request.Protocol, headers, message));
        _received?.Invoke();
    }
}
