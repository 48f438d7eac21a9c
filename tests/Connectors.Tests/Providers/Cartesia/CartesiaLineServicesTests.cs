using Connectors.Providers.Cartesia;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Providers.Cartesia;

public sealed class CartesiaLineServicesTests
{
    [Fact]
    public async Task Host_ThatAddsTheConnector_HasIt()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var services = new ServiceCollection()
            .AddSingleton(http).AddSingleton(TimeProvider.System).AddCartesiaLine().BuildServiceProvider();

        var description = services.GetRequiredService<IConnector>().Description;

        Assert.Equal("cartesia-line", description.Id);
        Assert.Equal("CARTESIA_API_KEY", description.CredentialKind);
        Assert.Equal(new AgentCapabilities { InterruptionSignal = InterruptionSignal.Flush }, description.Capabilities);
    }
}
