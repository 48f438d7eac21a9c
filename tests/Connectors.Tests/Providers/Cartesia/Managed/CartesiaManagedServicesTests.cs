using Connectors.Providers.Cartesia.Managed;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Providers.Cartesia.Managed;

public sealed class CartesiaManagedServicesTests
{
    [Fact]
    public async Task Host_ThatAddsTheConnector_HasIt()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var services = new ServiceCollection()
            .AddSingleton(http).AddSingleton(TimeProvider.System)
            .AddCartesiaManaged(static options => options.BaseAddress = new("https://cartesia.example.com"))
            .BuildServiceProvider();

        var description = services.GetRequiredService<IConnector>().Description;

        Assert.Equal(("cartesia-managed", true), (description.Id, description.IsExperimental));
        Assert.Equal("CARTESIA_API_KEY", description.CredentialKind);
        Assert.Equal("https://cartesia.example.com/", description.DefaultBaseAddress.AbsoluteUri);
        var can = description.Capabilities;
        Assert.False(can.UserTextTurn || can.ContextNotes || can.ClientInterrupt);
        Assert.Equal(ResumeKind.None, can.Resume);
    }
}
