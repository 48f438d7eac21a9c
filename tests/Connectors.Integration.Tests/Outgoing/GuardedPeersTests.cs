using System.Globalization;
using System.Text.Json;
using Connectors.Core.Avatars;
using Connectors.Events;
using Connectors.Integration.Tests.LiveAvatar;
using Connectors.Integration.Tests.Providers;
using Connectors.Server.Hosting;
using Connectors.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Integration.Tests.Outgoing;

/// <summary>The service as it is put together, with addresses that a tenant or a peer named and that lead inside.</summary>
public sealed class GuardedPeersTests : IAsyncLifetime
{
    private const string Sentence = "The address of '127.0.0.1' is in the loopback range, which this server doesn't allow.";

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly ServiceProvider _services =
        new ServiceCollection().AddLogging().AddConnectors(new ConnectorsOptions()).BuildServiceProvider();

    private TwoFacedHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TwoFacedHost.StartAsync(static _ => Task.CompletedTask);

    public async ValueTask DisposeAsync()
    {
        Assert.False(_host.CanaryWasReached);
        await _services.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai-realtime")]
    [InlineData("gemini-live")]
    [InlineData("deepgram")]
    [InlineData("cartesia-line")]
    [InlineData("cartesia-managed")]
    [InlineData("custom", "url")]
    public async Task Provider_WithABaseAddressInside_IsAFindingOfThatSetting(string connector, string setting = "baseUrl")
    {
        var report = await Connector(connector).ValidateAsync(Setup(connector), _cancellation);

        var finding = Assert.Single(report.Findings);
        Assert.Equal((FindingSeverity.Error, "address-refused", setting), (finding.Severity, finding.Code, finding.Field));
        Assert.EndsWith(Sentence, finding.Message, StringComparison.Ordinal);
        Assert.False(report.IsUsable);
    }

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai-realtime")]
    [InlineData("gemini-live")]
    [InlineData("deepgram")]
    [InlineData("cartesia-line")]
    [InlineData("cartesia-managed")]
    [InlineData("custom")]
    public async Task Conversation_WithABaseAddressInside_EndsAsTheTenantsMistake(string connector)
    {
        var listener = new RecordingAgentListener();
        var preparation = await Connector(connector).PrepareAsync(Setup(connector), _cancellation);
        await using var connection = Connector(connector).Open(preparation, new(), listener);

        var closed = await listener.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.Misconfigured, false, "address-refused"), (closed.Kind, closed.Retryable, closed.Code));
        Assert.EndsWith(Sentence, closed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("elevenlabs")]
    [InlineData("openai-realtime")]
    [InlineData("deepgram")]
    [InlineData("cartesia-line")]
    [InlineData("cartesia-managed")]
    public async Task Provider_ThatRedirectsInside_IsNotFollowedAndNotUsable(string connector)
    {
        await using var host = await TwoFacedHost.StartAsync(context =>
        {
            context.Response.Redirect($"http://127.0.0.1:{_host.Port}/");
            return Task.CompletedTask;
        });
        var options = new ConnectorsOptions { Outgoing = new() { AllowedRanges = ["127.0.0.2"], AllowInsecure = true } };
        await using var services = new ServiceCollection().AddLogging().AddConnectors(options).BuildServiceProvider();

        var report = await Connector(services, connector).ValidateAsync(Setup(connector, "127.0.0.2", host.Port), _cancellation);

        Assert.NotEmpty(report.Findings);
        Assert.True(host.Served > 0);
        Assert.False(host.CanaryWasReached);
    }

    [Fact]
    public async Task AvatarSocket_Inside_IsRefusedAndNotTriedAgain()
    {
        var listener = new RecordingAvatarListener();
        var transport = _services.GetRequiredService<IAvatarTransport>();
        await using var connection = transport.Open(new($"ws://127.0.0.1:{_host.Port}/"), listener);

        var ended = await listener.NextAsync<AvatarEvent.Ended>();

        Assert.Equal(AvatarEndKind.AddressRefused, ended.Kind);
        Assert.EndsWith(Sentence, ended.Reason, StringComparison.Ordinal);
    }

    private IConnector Connector(string id) => Connector(_services, id);

    private static IConnector Connector(ServiceProvider services, string id) =>
        services.GetServices<IConnector>().Single(one => one.Description.Id == id);

    private ConnectorSetup Setup(string connector) => Setup(connector, "127.0.0.1", _host.Port);

    private static ConnectorSetup Setup(string connector, string host, int port)
    {
        if (connector == "custom")
        {
            var url = string.Create(CultureInfo.InvariantCulture, $"wss://{host}:{port}/talk");
            return new(JsonSerializer.SerializeToElement(new { url }), new("key"));
        }

        var settings = new Dictionary<string, string>
        {
            ["baseUrl"] = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}"),
        };
        if (connector is "elevenlabs" or "cartesia-line" or "cartesia-managed")
        {
            settings["agentId"] = "agent";
        }

        return new(JsonSerializer.SerializeToElement(settings), new("key"));
    }
}
