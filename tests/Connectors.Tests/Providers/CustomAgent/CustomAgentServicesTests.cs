using Connectors.Providers.CustomAgent;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Providers.CustomAgent;

public sealed class CustomAgentServicesTests
{
    [Fact]
    public async Task Host_ThatAddsTheConnector_HasIt()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var services = new ServiceCollection()
            .AddSingleton(http).AddSingleton(TimeProvider.System).AddCustomAgent().BuildServiceProvider();

        var connector = services.GetRequiredService<IConnector>();

        Assert.Equal(("custom", "CUSTOM_AGENT_SECRET"), (connector.Description.Id, connector.Description.CredentialKind));
        Assert.Equal(ResumeKind.Token, connector.Description.Capabilities.Resume);
        Assert.Single(connector.CheckSettings(System.Text.Json.JsonElement.Parse("""{"url": "ws://127.0.0.1:8090/"}""")));
    }
}
