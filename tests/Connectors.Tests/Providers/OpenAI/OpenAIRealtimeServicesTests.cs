using Connectors.Providers.OpenAI;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Providers.OpenAI;

public sealed class OpenAIRealtimeServicesTests
{
    [Fact]
    public async Task Host_ThatAddsTheConnector_HasIt()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var services = new ServiceCollection()
            .AddSingleton(http).AddSingleton(TimeProvider.System).AddOpenAIRealtime().BuildServiceProvider();

        var description = services.GetRequiredService<IConnector>().Description;

        Assert.Equal("openai-realtime", description.Id);
        Assert.Equal("OPENAI_API_KEY", description.CredentialKind);
        Assert.True(description.Capabilities is { UsesPlayoutReports: true, Tools: true, ClientInterrupt: true, SuppressesGreeting: true });
        Assert.Equal((ResumeKind.Replay, SayKind.Instructed), (description.Capabilities.Resume, description.Capabilities.Say));
        Assert.Equal(TimeSpan.FromMinutes(60), description.Capabilities.MaximumConnectionTime);
    }
}
