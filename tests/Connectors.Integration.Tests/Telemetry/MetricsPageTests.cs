using System.Net;
using System.Net.Sockets;
using Connectors.Integration.Tests.Api;

namespace Connectors.Integration.Tests.Telemetry;

[Collection(AloneCollection.Name)]
public sealed class MetricsPageTests
{
    [Fact]
    public async Task Page_OnItsPort_HasOurFiguresAndTheRuntimes_AndNothingElseIsThere()
    {
        var port = FreePort();
        await using var stage = await ApiStage.StartAsync(("Metrics:Address", $"http://127.0.0.1:{port}"));
        var talk = await TelemetryTalk.BeginAsync(stage);
        await talk.EndAsync();

        var page = await ReadAsync(port, "/metrics");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", page.Type);
        Assert.Contains(
            "\n# TYPE connectors_session_live gauge\nconnectors_session_live{connectors_tenant_group=\"other\"} ",
            page.Text,
            StringComparison.Ordinal);
        Assert.Contains(
            "connectors_session_started_total{connectors_connector=\"elevenlabs\",connectors_tenant_group=\"other\"} ",
            page.Text,
            StringComparison.Ordinal);
        Assert.Contains(
            "connectors_session_start_duration_seconds_bucket{connectors_stage=\"record\",le=\"0.15\"} ",
            page.Text,
            StringComparison.Ordinal);
        Assert.Contains("\nconnectors_node_capacity ", page.Text, StringComparison.Ordinal);
        Assert.Contains("\ndotnet_process_memory_working_set_bytes ", page.Text, StringComparison.Ordinal);
        Assert.Contains("target_info{service_instance_id=", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(talk.SessionId, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(talk.TenantId, page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(port, "/health/live")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(port, "/api/v1/tenant")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(stage.Address.Port, "/metrics")).Status);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(HttpStatusCode Status, string? Type, string Text)> ReadAsync(int port, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"), TestContext.Current.CancellationToken);
        return (
            response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
